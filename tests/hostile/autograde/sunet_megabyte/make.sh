#!/bin/sh
yes codyho | head -c 1048576 >SUNET
