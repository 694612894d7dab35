require "fileinto";
if header :contains :comparator "i;octet" "subject" "SALE" { fileinto "upper"; } elsif header :contains :comparator "i;ascii-casemap" "subject" "SALE" { fileinto "any"; }
