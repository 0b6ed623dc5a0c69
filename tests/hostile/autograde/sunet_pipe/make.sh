#!/bin/sh
rm SUNET
mkfifo SUNET
