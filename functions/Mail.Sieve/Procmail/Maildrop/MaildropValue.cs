namespace Mail.Sieve.Procmail;

/// <summary>What an expression of maildrop's has become: a text, a test, or something that only a comparison makes sense of.</summary>
internal sealed record MaildropValue
{
    public static MaildropValue Size { get; } = new() { IsSize = true };

    public static MaildropValue Sender { get; } = new() { IsSender = true };

    /// <summary>With marks for what is known only when a message is sorted.</summary>
    public string? Text { get; init; }

    public SieveTest? Test { get; init; }

    /// <summary><c>$SIZE</c>.</summary>
    public bool IsSize { get; init; }

    /// <summary><c>$FROM</c>, the sender of the envelope.</summary>
    public bool IsSender { get; init; }

    /// <summary>Why it has no equivalent.</summary>
    public string? Problem { get; init; }

    /// <summary>What differs.</summary>
    public string? Remark { get; init; }

    public static MaildropValue Failed(string problem) => new() { Problem = problem };

    public static MaildropValue Of(PatternTest pattern) => new() { Test = pattern.Test, Problem = pattern.Problem, Remark = pattern.IsApproximate ? pattern.Remark : null };

    /// <summary>maildropfilter(7): the empty text and the number 0 are false, all else is true.</summary>
    public MaildropValue ToTest() =>
        Test is not null || Problem is not null ? this
        : Text is { } text && !ImportText.HasVariable(text) ? this with { Test = text is "" or "0" ? SieveTest.False : SieveTest.True }
        : Text is { } changing ? this with { Test = SieveTest.Of($"not string :is {ImportText.Quote(changing)} [\"\", \"0\"]") }
        : Failed("it is compared with nothing");
}
