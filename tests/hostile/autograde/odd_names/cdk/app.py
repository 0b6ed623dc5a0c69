"""Puts markup where messages quote the template."""

import honest

honest.write()
path = honest.OUT / "yoctogram-network-stack.template.json"
evil = '\\u001b[2J\\r<img src=x onerror=alert(1)>\\n::error::\\u202e90 of 90'
path.write_text(path.read_text().replace("10.0.0.0/16", evil))
