namespace Mail.Testing.Smtp;

/// <summary>
/// An SMTP session as a text file, one line per step:
/// <code>
/// # a comment
/// option RecipientLimit 2      a setting of the server
/// c -> EHLO client.test        the client sends a line; CRLF is added
/// c >> a\n.\n                  the client sends exactly this
/// c &lt;- 250 2.0.0 Ok             the server answers this line
/// c &lt;~ 354                      the server answers a line that begins with this
/// c &lt;x                          the server closes the connection
/// c x>                         the client closes its side
/// ! clock 5m                   something happens around the session
/// h &lt;- commit "hi\r\n"          what the host was asked, in order; all of it, or no such line at all
/// </code>
/// In what is sent, <c>\r \n \0 \t \\ \xHH</c> are octets and <c>\(text*n)</c> is text n times. Everything else is UTF-8.
/// </summary>
public sealed class SmtpDialog
{
    // RFC 2920 §3.1, the commands that change more than the transaction.
    private static readonly string[] LastInGroup = ["EHLO", "HELO", "DATA", "NOOP", "VRFY", "QUIT", "STARTTLS", "AUTH"];

    public required string Name { get; init; }

    public required IReadOnlyList<SmtpDialogStep> Steps { get; init; }

    public required IReadOnlyDictionary<string, string> Options { get; init; }

    public required IReadOnlyList<string> HostEvents { get; init; }

    /// <exception cref="FormatException">A line is none of the above.</exception>
    public static SmtpDialog Parse(string name, string text)
    {
        var steps = new List<SmtpDialogStep>();
        var options = new Dictionary<string, string>();
        var hostEvents = new List<string>();
        var number = 0;
        foreach (var line in text.Split('\n'))
        {
            number++;
            var (kind, rest) = Split(line);
            switch (kind)
            {
                case "":
                    break;
                case "option":
                    options.Add(rest.Split(' ', 2)[0], rest.Split(' ', 2)[1]);
                    break;
                case "h <-":
                    hostEvents.Add(rest);
                    break;
                default:
                    steps.Add(ToStep(number, kind, rest) ?? throw new FormatException($"{name}:{number}: not a step: {line}"));
                    break;
            }
        }

        return new SmtpDialog { Name = name, Steps = steps, Options = options, HostEvents = hostEvents };
    }

    private static (string Kind, string Text) Split(string line)
    {
        if (line.Length == 0 || line[0] == '#')
        {
            return ("", "");
        }

        var length = line.StartsWith("c ", StringComparison.Ordinal) || line.StartsWith("h ", StringComparison.Ordinal)
            ? 4
            : Math.Max(line.IndexOf(' ', StringComparison.Ordinal), 1);
        return (line[..Math.Min(length, line.Length)], line.Length > length ? line[(length + 1)..] : "");
    }

    private static SmtpDialogStep? ToStep(int number, string kind, string rest) => kind switch
    {
        "c ->" => new SmtpDialogStep.Send(number, SmtpDialogText.Decode(rest + @"\r\n"), LastInGroup.Contains(Word(rest))),
        "c >>" => new SmtpDialogStep.Send(number, SmtpDialogText.Decode(rest), LastInGroup.Contains(Word(rest))),
        "c <-" => new SmtpDialogStep.Expect(number, rest, IsPrefix: false),
        "c <~" => new SmtpDialogStep.Expect(number, rest, IsPrefix: true),
        "c <x" => new SmtpDialogStep.ExpectClose(number),
        "c x>" => new SmtpDialogStep.Close(number),
        "!" => new SmtpDialogStep.Happen(number, rest),
        _ => null,
    };

    private static string Word(string line) => line.Split(' ', '\\')[0].ToUpperInvariant();
}
