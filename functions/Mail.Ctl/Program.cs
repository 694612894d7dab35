Console.Error.WriteLine("Mail.Ctl: not built yet.");
return 70;
