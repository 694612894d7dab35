using Mail.Core;

namespace Mail.Ctl;

/// <param name="Result"><c>fetched</c> or <c>failed</c>.</param>
internal sealed record FetchLogView(DateTimeOffset At, string Result, int Messages, long Octets, double Seconds, string Text)
{
    public static FetchLogView From(FetchEvent happened) =>
        new(happened.At, happened.IsFailure ? "failed" : "fetched", happened.Messages, happened.Octets, Math.Round(happened.Took.TotalSeconds, 1), happened.Text);
}
