namespace Mail.Sieve;

/// <summary>Brings the message of a problem into a form for logs and tables: scripts have long strings, and may quote what senders wrote.</summary>
internal static class ProblemText
{
    /// <summary>Characters of a message: a few lines on a screen. Most are a tenth of it.</summary>
    private const int MaxLength = 500;

    public static string Of(string message)
    {
        if (message.Length <= MaxLength && !message.Any(char.IsControl))
        {
            return message;
        }

        var text = message.Length <= MaxLength ? message : $"{message.AsSpan(0, MaxLength - 1)}…";
        return string.Create(text.Length, text, static (line, source) =>
        {
            for (var i = 0; i < line.Length; i++)
            {
                line[i] = char.IsControl(source[i]) ? ' ' : source[i];
            }
        });
    }
}
