namespace Mail.Interop.Tests;

/// <summary>A server that does not do what it should.</summary>
/// <param name="Name">For the table in README.md.</param>
/// <param name="Options">Of smtp-sink.</param>
/// <param name="Ends">What comes of a message.</param>
/// <param name="Status">RFC 3463, of the failed attempt, or in the notice.</param>
/// <param name="Said">What the notice or the job repeats of the server's words, or our own.</param>
public sealed record SinkScenario(string Name, string Options, SinkEnd Ends, string Status = "", string Said = "")
{
    private const string Broken = "lost connection";

    public static IReadOnlyList<SinkScenario> All { get; } =
    [
        new("all is well", "", SinkEnd.Relayed),
        new("without PIPELINING", "-p", SinkEnd.Relayed),
        new("without 8BITMIME", "-8", SinkEnd.Converted),
        new("without ENHANCEDSTATUSCODES", "-E", SinkEnd.Relayed),
        new("without DSN", "-N", SinkEnd.RelayedAndTold),
        new("knows HELO only", "-f EHLO", SinkEnd.ConvertedAndTold),
        new("no ESMTP", "-e", SinkEnd.ConvertedAndTold),
        new("behind a PIX", "-P", SinkEnd.ConvertedAndTold),
        new("replies late to DATA", "-w 2", SinkEnd.Relayed),
        new("replies late to EHLO", "-W EHLO:1", SinkEnd.Relayed),
        new("replies late to RCPT", "-W RCPT:1", SinkEnd.Relayed),
        new("reads late", "-H 2 -T 4096", SinkEnd.Relayed),
        new("drops at connect", "-q CONNECT", SinkEnd.Later, "4.4.2", Broken),
        new("drops at EHLO", "-q EHLO", SinkEnd.Later, "4.4.2", Broken),
        new("drops at MAIL", "-q MAIL", SinkEnd.Later, "4.4.2", Broken),
        new("drops at RCPT", "-q RCPT", SinkEnd.Later, "4.4.2", Broken),
        new("drops at DATA", "-q DATA", SinkEnd.Later, "4.4.2", Broken),
        new("drops after the dot", "-q .", SinkEnd.Later, "4.4.2", "it may be sent more than once"),
        new("421 at connect", "-Q CONNECT", SinkEnd.Later, "", "421"),
        new("421 at EHLO", "-Q EHLO", SinkEnd.Later, "", "421"),
        new("421 at MAIL", "-Q MAIL", SinkEnd.Later, "", "421"),
        new("421 at RCPT", "-Q RCPT", SinkEnd.Later, "", "421"),
        new("421 at DATA", "-Q DATA", SinkEnd.Later, "", "421"),
        new("421 after the dot", "-Q .", SinkEnd.Later, "", "421"),
        new("4xx at connect", "-r CONNECT", SinkEnd.Later, "4.3.0", "450"),
        new("4xx at EHLO and HELO", "-r EHLO,HELO", SinkEnd.Later, "4.3.0", "450"),
        new("4xx at MAIL", "-r MAIL", SinkEnd.Later, "4.3.0", "450"),
        new("4xx at RCPT", "-r RCPT", SinkEnd.Later, "4.3.0", "450"),
        new("4xx at DATA", "-r DATA", SinkEnd.Later, "4.3.0", "450"),
        new("4xx after the dot", "-r .", SinkEnd.Later, "4.3.0", "450"),
        // Postfix's smtp_skip_5xx_greeting: a greeting is about the server.
        new("5xx at connect", "-f CONNECT", SinkEnd.Later, "4.3.0", "500"),
        new("5xx at EHLO and HELO", "-f EHLO,HELO", SinkEnd.Returned, "5.3.0", "500 5.3.0 Error: command failed"),
        new("5xx at MAIL", "-f MAIL", SinkEnd.Returned, "5.3.0", "500 5.3.0 Error: command failed"),
        new("5xx at RCPT", "-f RCPT -B 550_5.1.1_no_such_user", SinkEnd.Returned, "5.1.1", "550 5.1.1 no such user"),
        new("5xx at DATA", "-f DATA", SinkEnd.Returned, "5.3.0", "500 5.3.0 Error: command failed"),
        new("5xx after the dot", "-f . -B 554_5.7.1_we_do_not_like_it", SinkEnd.Returned, "5.7.1", "554 5.7.1 we do not like it"),
        new("5xx while the content comes", "-A 0", SinkEnd.Returned, "", "550"),
    ];

    /// <summary>As arguments; an underscore stands for a blank within one.</summary>
    public string[] Arguments => [.. Options.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(option => option.Replace('_', ' '))];

    public override string ToString() => Name;
}
