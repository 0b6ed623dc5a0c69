#!/bin/sh
printf '\033[2J<script>alert(1)</script>\r\n' >SUNET
