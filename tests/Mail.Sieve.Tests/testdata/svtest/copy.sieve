require "copy";
redirect :copy "carl@example.net";
