require ["fileinto", "copy", "imap4flags"];
fileinto :copy :flags ["\\Seen", "copied"] "copy";
setflag "kept"; keep;
