#!/bin/sh
rm SUNET
ln -s /dev/zero SUNET
