# METADATA
# title: IPv4 address ranges
# description: Ranges in CIDR notation, such as 10.0.0.0/16.
package lib.ipv4

# METADATA
# description: A range holds another one whole. What is no range holds nothing and lies in nothing.
covers(outer, inner) if {
	some wide in _ranges(outer)
	some narrow in _ranges(inner)
	wide.first <= narrow.first
	wide.first + wide.size >= narrow.first + narrow.size
}

# The range that a text means, in a list; an empty list for any other text.
_ranges(cidr) := [{"first": first, "size": size} |
	parts := split(cidr, "/")
	count(parts) == 2
	octets := split(parts[0], ".")
	count(octets) == 4
	every number in array.concat(octets, [parts[1]]) { _is_number(number) }
	mask := to_number(parts[1])
	mask <= 32
	size := product([2 | some bit in numbers.range(1, 32); bit > mask])
	address := sum([part |
		some place, octet in octets
		part := to_number(octet) * _weights[place]
	])
	first := address - (address % size)
]

_weights := [16777216, 65536, 256, 1]

_is_number(text) if {
	text != ""
	count(text) <= 3
	trim(text, "0123456789") == ""
}
