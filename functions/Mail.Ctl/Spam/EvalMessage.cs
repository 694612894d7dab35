using Mail.Spam;

namespace Mail.Ctl;

/// <param name="Name">The path as the list has it.</param>
internal sealed record EvalMessage(string Name, string Path, SpamLabel Label);
