using Mail.Core;

namespace Mail.Ctl;

/// <summary>Finds the rules that let a message in: as few and as narrow as will do.</summary>
internal static class AllowPlan
{
    /// <param name="rules">Those there are.</param>
    /// <param name="question">The message as it came.</param>
    /// <returns>
    /// The rules to add, none when the message passes and is excused from checks already; or, in the way of that, a rule that only an operator
    /// should undo.
    /// </returns>
    public static (IReadOnlyList<AccessRule> Add, AccessRule? Obstacle) Make(
        IReadOnlyList<AccessRule> rules, AccessQuestion question, DateTimeOffset now)
    {
        var add = new List<AccessRule>();
        // Each round settles a stage, and there are four.
        for (var round = 0; round < 4; round++)
        {
            var verdict = new AccessRuleSet([.. add, .. rules]).Evaluate(question, now);
            if (verdict.Final is { } final)
            {
                var exception = Exception(final.Pattern.Kind, question);
                if (exception is null || exception == final.Pattern)
                {
                    return (add, final);
                }

                add.Add(new AccessRule { Pattern = exception, Action = AccessAction.Ok });
            }
            else if (verdict.IsExempt)
            {
                break;
            }
            else
            {
                // Not the rules but a check of the client or greylisting was in the way: whoever of its sender it was, or without one its client.
                var kind = question.Sender is null ? AccessKind.Client : AccessKind.Sender;
                if (Exception(kind, question) is { } exception)
                {
                    add.Add(new AccessRule { Pattern = exception, Action = AccessAction.Ok });
                }
            }
        }

        return (add, null);
    }

    /// <summary>The narrowest pattern of that kind: this client, name or sender, and for this recipient only.</summary>
    private static AccessPattern? Exception(AccessKind kind, AccessQuestion question)
    {
        var (of, text) = kind switch
        {
            AccessKind.Client or AccessKind.ClientName when question.ClientAddress is { } address => (AccessKind.Client, address.ToString()),
            AccessKind.ClientName => (kind, question.ClientName),
            AccessKind.Helo => (kind, question.Helo),
            AccessKind.Sender => (kind, question.Sender?.ToString() ?? "<>"),
            AccessKind.Recipient => (kind, question.Recipient.ToString()),
            _ => (kind, null),
        };
        var whole = of == AccessKind.Recipient ? text : $"{text} for {question.Recipient}";
        return text is not null && AccessPattern.TryParse(of, whole!, out var pattern, out _) ? pattern : null;
    }
}
