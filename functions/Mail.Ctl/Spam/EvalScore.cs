using Mail.Spam;

namespace Mail.Ctl;

/// <param name="Score">0..1.</param>
internal sealed record EvalScore(EvalMessage Message, double Score)
{
    public bool IsSpam => Message.Label == SpamLabel.Spam;
}
