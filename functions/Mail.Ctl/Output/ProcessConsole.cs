using System.Text;

namespace Mail.Ctl;

/// <summary>The console of this process.</summary>
internal static class ProcessConsole
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    public static CtlConsole Create()
    {
        var bytes = Console.OpenStandardOutput();
        return new CtlConsole
        {
            OutBytes = bytes,
            Out = new StreamWriter(bytes, Utf8) { AutoFlush = true },
            Error = new StreamWriter(Console.OpenStandardError(), Utf8) { AutoFlush = true },
            In = new StreamReader(Console.OpenStandardInput(), Utf8),
            InBytes = Console.OpenStandardInput(),
            OutIsTerminal = !Console.IsOutputRedirected,
            ErrorIsTerminal = !Console.IsErrorRedirected,
            InIsTerminal = !Console.IsInputRedirected,
            // The terminal cannot be asked to give up; its thread ends with the process.
            ReadSecret = (prompt, cancellationToken) => Task.Run(() => ReadSecret(prompt), CancellationToken.None).WaitAsync(cancellationToken),
            Environment = Environment.GetEnvironmentVariable,
        };
    }

    /// <summary>A line from the terminal without echo. Backspace works; Ctrl-C ends the process as everywhere.</summary>
    private static string? ReadSecret(string prompt)
    {
        Console.Error.Write(prompt);
        var secret = new StringBuilder();
        while (true)
        {
            var key = Console.ReadKey(intercept: true);
            switch (key)
            {
                case { Key: ConsoleKey.Enter }:
                    Console.Error.WriteLine();
                    return secret.ToString();
                case { Key: ConsoleKey.D, Modifiers: ConsoleModifiers.Control }:
                    Console.Error.WriteLine();
                    return null;
                case { Key: ConsoleKey.Backspace }:
                    secret.Length = Math.Max(0, secret.Length - 1);
                    break;
                case { KeyChar: not '\0' }:
                    secret.Append(key.KeyChar);
                    break;
            }
        }
    }
}
