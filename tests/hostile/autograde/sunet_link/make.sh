#!/bin/sh
rm SUNET
ln -s /etc/passwd SUNET
