require "reject";
if header :contains "subject" "money" { reject "We do not want this."; }
