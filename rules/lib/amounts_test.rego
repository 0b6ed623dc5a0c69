package lib.amounts_test

import data.lib.amounts

_forms := {"2048", "2gb"}

test_spelling_does_not_matter if {
	every amount in ["2048", 2048, "2GB", "2 GB", " 2gb"] {
		amounts.is_one_of(amount, _forms)
	}
}

test_other_amounts_are_none_of_them if {
	every amount in ["1024", 20480, "2", "2 MB", "", null, ["2048"], {"Ref": "Memory"}] {
		not amounts.is_one_of(amount, _forms)
	}
}
