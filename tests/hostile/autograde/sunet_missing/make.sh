#!/bin/sh
rm SUNET
