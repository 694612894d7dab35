using Mail.Core;

namespace Mail.Ctl;

/// <param name="Name">An address, or <c>@domain</c> for a catch-all.</param>
internal sealed record AliasView(string Name, IReadOnlyList<string> Targets, bool Enabled, bool CatchAll, string? Comment)
{
    public static AliasView From(AliasEntry alias) => new(
        alias.Name,
        [.. alias.Targets.Select(target => target.ToString())],
        alias.Enabled,
        alias.LocalPart == AliasEntry.CatchAll,
        alias.Comment);

    public void Write(TextAnswer text)
    {
        text.Fields(("Alias", Name), ("Enabled", Enabled ? "yes" : "no"), ("Comment", Comment));
        foreach (var target in Targets)
        {
            text.Fields(("Target", target));
        }
    }
}
