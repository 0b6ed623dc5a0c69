package lib.ipv4_test

import data.lib.ipv4

_covering := {
	["0.0.0.0/0", "10.0.0.0/16"],
	["10.0.0.0/16", "10.0.0.0/16"],
	["10.0.0.0/16", "10.0.255.0/24"],
	["10.0.7.9/16", "10.0.1.0/24"],
	["10.0.1.5/32", "10.0.1.5/32"],
}

_not_covering := {
	["10.0.0.0/24", "10.0.0.0/16"],
	["10.1.0.0/16", "10.0.0.0/24"],
	["10.0.0.0/16", "10.1.0.0/24"],
	["10.0.0.0", "10.0.0.0/24"],
	["10.0.0/8", "10.0.0.0/24"],
	["10.0.0.x/8", "10.0.0.0/24"],
	["0.0.0.0/33", "10.0.0.0/24"],
	["${data/Vpc.CidrBlock}", "10.0.0.0/24"],
	["", ""],
}

test_covers if {
	wrong := {[wide, narrow] | some [wide, narrow] in _covering; not ipv4.covers(wide, narrow)}
	wrong == set()
}

test_does_not_cover if {
	wrong := {[wide, narrow] | some [wide, narrow] in _not_covering; ipv4.covers(wide, narrow)}
	wrong == set()
}
