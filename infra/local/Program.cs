using Mail.Local;

return await LocalCommand.RunAsync(args, static settings => new LocalRun(settings, Console.Out));
