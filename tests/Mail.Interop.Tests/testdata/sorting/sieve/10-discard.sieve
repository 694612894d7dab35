if header :contains "x-spam-level" "*****" { discard; }
