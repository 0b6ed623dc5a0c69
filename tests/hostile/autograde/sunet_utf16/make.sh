#!/bin/sh
printf '\377\376c\000o\000d\000y\000h\000o\000\r\000\n\000' >SUNET
