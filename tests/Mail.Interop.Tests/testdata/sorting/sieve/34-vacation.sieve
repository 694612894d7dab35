require "vacation";
if header :contains "subject" "lunch" { vacation :days 3 :subject "Away" "I am at the sea."; }
