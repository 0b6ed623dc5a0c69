#!/bin/sh
printf 'x' >"$(printf 'cdk/\033[2J\n<b>\377')"
ln -s / "$(printf 'cdk/\033[31m\342\200\256<script>')"
