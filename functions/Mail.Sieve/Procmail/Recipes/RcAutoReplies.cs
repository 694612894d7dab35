using System.Text;

namespace Mail.Sieve.Procmail;

/// <summary>vacation(1), and answers that are put together by formail -r and sent by sendmail -t: as the vacation action, RFC 5230.</summary>
internal sealed class RcAutoReplies(RcContext context)
{
    // vacation(1): a week, unless -t says otherwise. RFC 5230 §4.1 recommends the same.
    private const int Days = 7;

    // RFC 5230 has no limit; this is the text of a person.
    private const int TextLength = 4000;

    private const string Unread = "I am away and will read your message when I am back.";

    public RcResult Vacation()
    {
        var text = FromMessageFile();
        return new RcResult
        {
            Commands = [SieveCommands.Vacation(Days, text ?? Unread)],
            Hint = "vacation",
            Remark = text is null
                ? "the text of .vacation.msg is not known: write your own in its place"
                : $"each sender is answered once in {Days} days, and only mail that names you in To or Cc",
        };
    }

    /// <summary>The last stage is sendmail -t, and something before it formail -r.</summary>
    public static bool IsReply(ShellLine line) =>
        line.Stages is [.., [{ Program: "sendmail" } send]] && send.Arguments.Contains("-t")
        && line.Stages.SelectMany(stage => stage).Any(command => command.Program == "formail" && command.Arguments.Any(word => word is ['-', 'r', ..]));

    public RcResult Reply(ShellLine line)
    {
        var text = new StringBuilder();
        foreach (var command in line.Stages.SkipLast(1).SelectMany(stage => stage))
        {
            if (Part(command) is not { } part)
            {
                return RcResult.Failed($"the text of the answer is made by {command.Program}, and programs cannot be run here");
            }

            text.Append(part);
        }

        return text.Length is 0 or > TextLength
            ? RcResult.Failed("the answer has no text that can be read")
            : new RcResult
            {
                Commands = [SieveCommands.Vacation(Days, text.ToString().Trim())],
                Hint = "answer",
                Remark = $"each sender is answered once in {Days} days, and only mail that names you in To or Cc; the fields of the answer are Sieve's",
            };
    }

    private string? Part(ShellCommand command) => command.Program switch
    {
        "formail" => "",
        "echo" => string.Join(' ', command.Arguments.Where(word => word is not ("-n" or "-e"))) + "\n",
        "printf" => string.Concat(command.Arguments.Take(1)).Replace("\\n", "\n", StringComparison.Ordinal),
        "cat" => string.Concat(command.Arguments.Where(word => word != "-").Select(file => context.Read(file) ?? "")),
        _ => null,
    };

    /// <summary>vacation(1): a few fields, an empty line, the text.</summary>
    private string? FromMessageFile()
    {
        if (context.Read(context.Options.Home + "/.vacation.msg") is not { Length: <= TextLength } file)
        {
            return null;
        }

        var end = file.IndexOf("\n\n", StringComparison.Ordinal);
        var text = end < 0 ? file : file[(end + 2)..];
        return text.Trim() is { Length: > 0 } trimmed ? trimmed : null;
    }
}
