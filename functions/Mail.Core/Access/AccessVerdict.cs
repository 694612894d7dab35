namespace Mail.Core;

/// <summary>What the rules say about one message to one recipient.</summary>
/// <param name="Matches">The rule that decided each stage, in the order client, HELO, sender, recipient; a stage without one is left out.</param>
public sealed record AccessVerdict(IReadOnlyList<AccessRule> Matches)
{
    /// <summary>No rule has anything to say.</summary>
    public static AccessVerdict None { get; } = new([]);

    /// <summary>The rule that ends the matter: REJECT, DEFER or DISCARD; <c>null</c> when none does.</summary>
    public AccessRule? Final => Matches is [.., var last] && Ends(last.Action) ? last : null;

    /// <summary>An OK was among them: checks of the client do not apply.</summary>
    public bool IsExempt => Matches.Any(rule => rule.Action == AccessAction.Ok);

    public bool Holds => Matches.Any(rule => rule.Action == AccessAction.Hold);

    public IEnumerable<string> Tags => Matches.Where(rule => rule.Action == AccessAction.Tag).Select(rule => rule.Text);

    internal static bool Ends(AccessAction action) => action is AccessAction.Reject or AccessAction.Defer or AccessAction.Discard;
}
