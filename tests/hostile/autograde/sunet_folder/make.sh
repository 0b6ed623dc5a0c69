#!/bin/sh
rm SUNET
mkdir SUNET
