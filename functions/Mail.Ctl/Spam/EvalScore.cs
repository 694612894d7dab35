using Mail.Spam;

namespace Mail.Ctl;

/// <param name="Score">0..1.</param>
internal readonly record struct EvalScore(EvalMessage Message, double Score)
{
    public bool IsSpam => Message.Label == SpamLabel.Spam;
}
