using System.Security.Cryptography;
using System.Text;

namespace Mail.Core;

/// <summary>
/// A row of table <c>Rules</c>: the Sieve command <c>if &lt;Test&gt; { &lt;Actions&gt; }</c>, or a whole script. Within its scope and phase a rule runs in
/// the place that <see cref="Order"/> and then <see cref="Name"/> give it.
/// </summary>
public sealed record Rule
{
    /// <summary>Characters. A name is a part of a table key of at most 512 (1 KiB), where each may take nine.</summary>
    public const int MaxName = 50;

    /// <summary>Four digits in the row key.</summary>
    public const int MaxOrder = 9999;

    /// <summary>
    /// Characters of test, actions and script together. Far above what people write (Pigeonhole's <c>sieve_max_script_size</c> is 1 MiB, ManageSieve
    /// servers offer 64 KiB), and with UTF-16 half of the mebibyte that a row may have.
    /// </summary>
    public const int MaxText = 256 * 1024;

    /// <summary>Characters of <see cref="Version"/>: 48 bits, enough to tell the versions of one rule apart.</summary>
    public const int VersionLength = 12;

    public required RuleScope Scope { get; init; }

    /// <summary>Unique in its scope. See <see cref="IsName"/>.</summary>
    public required string Name { get; init; }

    /// <summary>0 to <see cref="MaxOrder"/>.</summary>
    public int Order { get; init; }

    public RulePhase Phase { get; init; }

    /// <summary>A Sieve test, for example <c>header :contains "list-id" "dev"</c>. The default is always true.</summary>
    public string Test { get; init; } = "true";

    /// <summary>Sieve commands, for example <c>fileinto "Lists"; stop;</c>. Empty exactly when there is a <see cref="Script"/>.</summary>
    public string Actions { get; init; } = "";

    /// <summary>A whole Sieve script in the place of test and actions; <c>null</c> for none.</summary>
    public string? Script { get; init; }

    public bool Enabled { get; init; } = true;

    public string? Comment { get; init; }

    /// <summary>What the row's <c>Problem</c> column says; <c>null</c> when it says nothing. Not written by an editor.</summary>
    public string? Problem { get; init; }

    /// <summary>The script to compile.</summary>
    /// <remarks>Test and actions have lines of their own, so that a comment at the end of one does not hide what follows.</remarks>
    public string Text => Script ?? $"if {Test}\n{{\n{Actions}\n}}\n";

    /// <summary>Of what the rule does: the beginning of a hash over phase and text. Also a rule that was edited by hand has one.</summary>
    /// <remarks>Made anew each time: keep it where rules are run.</remarks>
    public string Version => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Phase}\n{Text}")))[..VersionLength];

    /// <summary>For people: <c>account:01j…/0100-lists</c>.</summary>
    public string Label => $"{Scope}/{Order:D4}-{Name}";

    /// <summary>1 to <see cref="MaxName"/> characters without control characters, lone surrogates and spaces at the ends.</summary>
    public static bool IsName(string text) =>
        text.Length is > 0 and <= MaxName
        && text.Trim() == text
        && !text.EnumerateRunes().Any(rune => Rune.IsControl(rune) || rune == Rune.ReplacementChar);

    /// <summary>The same rule, whatever its problem column says.</summary>
    public bool IsSame(Rule other) => (this with { Problem = null }).Equals(other with { Problem = null });
}
