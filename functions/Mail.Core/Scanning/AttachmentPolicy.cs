using System.Diagnostics.CodeAnalysis;

namespace Mail.Core;

/// <summary>
/// What becomes of attachments: <c>macro=quarantine, .iso=pass, example.test/.js=tag</c>. What is not named is as <see cref="Default"/> has it. For a
/// domain its own items count before those for all, and an extension before a kind.
/// </summary>
public sealed class AttachmentPolicy : IEquatable<AttachmentPolicy>
{
    /// <summary>Enough to name every extension that there is a reason to name; the setting is one cell of a table.</summary>
    private const int MaxRules = 200;

    private const int MaxExtension = 16;

    private static readonly (string Word, AttachmentKind Kind, ScanAction Action)[] Kinds =
    [
        ("other", AttachmentKind.Other, ScanAction.Pass),
        ("executable", AttachmentKind.Executable, ScanAction.Quarantine),
        ("script", AttachmentKind.Script, ScanAction.Quarantine),
        ("shortcut", AttachmentKind.Shortcut, ScanAction.Quarantine),
        ("disk-image", AttachmentKind.DiskImage, ScanAction.Quarantine),
        // Bookkeepers send macros, and everybody sends archives with passwords: the filter weighs who does.
        ("macro", AttachmentKind.Macro, ScanAction.Tag),
        ("encrypted", AttachmentKind.Encrypted, ScanAction.Tag),
        ("double-extension", AttachmentKind.DoubleExtension, ScanAction.Quarantine),
        ("disguised-name", AttachmentKind.DisguisedName, ScanAction.Quarantine),
        ("unreadable", AttachmentKind.Unreadable, ScanAction.Tag),
        ("bomb", AttachmentKind.Bomb, ScanAction.Quarantine),
        ("structure", AttachmentKind.Structure, ScanAction.Junk),
    ];

    private readonly AttachmentRule[] _rules;

    private AttachmentPolicy(AttachmentRule[] rules) => _rules = rules;

    /// <summary>Programs, scripts, shortcuts, disk images, disguises and bombs into quarantine; the rest is a matter for the spam filter.</summary>
    public static AttachmentPolicy Default { get; } = new([]);

    /// <summary>The words for kinds.</summary>
    public static IEnumerable<string> Words => Kinds.Select(kind => kind.Word);

    /// <summary>Items <c>[domain/]what=action</c> separated by commas or spaces; the word <c>default</c> for none.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out AttachmentPolicy? policy)
    {
        if (text.Trim().Equals("default", StringComparison.OrdinalIgnoreCase))
        {
            policy = Default;
            return true;
        }

        var rules = text.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries).Select(Item).ToArray();
        policy = rules.Contains(null) || rules.Length is 0 or > MaxRules ? null : new AttachmentPolicy([.. rules.OfType<AttachmentRule>()]);
        return policy is not null;
    }

    public static string Word(AttachmentKind kind) => Array.Find(Kinds, known => known.Kind == kind).Word;

    /// <summary>For one message with recipients in several domains: what the strictest of them wants.</summary>
    /// <param name="kind">What was found.</param>
    /// <param name="extensions">That make it of this kind, with dots, in lower case; none when something else does.</param>
    /// <param name="domains">Of the recipients, in lower case.</param>
    public ScanAction ActionFor(AttachmentKind kind, IReadOnlyCollection<string> extensions, IReadOnlyCollection<string> domains) =>
        domains.Select(domain => ActionFor(kind, extensions, domain)).DefaultIfEmpty(ScanAction.Pass).Max();

    public bool Equals(AttachmentPolicy? other) => other is not null && _rules.AsSpan().SequenceEqual(other._rules);

    public override bool Equals(object? obj) => Equals(obj as AttachmentPolicy);

    public override int GetHashCode() => _rules.Length == 0 ? 0 : _rules[0].GetHashCode();

    /// <summary>As <see cref="TryParse"/> reads it.</summary>
    public override string ToString() => _rules.Length == 0 ? "default" : string.Join(", ", _rules.Select(rule => rule.ToString()));

    /// <summary>Extensions that rules name, which then matter although no kind has them.</summary>
    public bool Names(string extension) => Array.Exists(_rules, rule => rule.What == extension);

    private ScanAction ActionFor(AttachmentKind kind, IReadOnlyCollection<string> extensions, string domain) =>
        Find(domain, extensions) ?? Find(domain, [Word(kind)]) ?? Find(null, extensions) ?? Find(null, [Word(kind)])
        ?? Array.Find(Kinds, known => known.Kind == kind).Action;

    private ScanAction? Find(string? domain, IReadOnlyCollection<string> what) =>
        Array.Find(_rules, rule => rule.Domain == domain && what.Contains(rule.What))?.Action;

    private static AttachmentRule? Item(string text)
    {
        if (text.Split('=') is not [var left, var right]
            || !SettingText.TryChoice<ScanAction>(right, out var action)
            || action == ScanAction.Defer)
        {
            return null;
        }

        var slash = left.IndexOf('/', StringComparison.Ordinal);
        var domain = slash < 0 ? null : left[..slash].ToLowerInvariant();
        var what = left[(slash + 1)..].ToLowerInvariant();
        var isExtension = what.Length is > 1 and <= MaxExtension && what[0] == '.' && what[1..].All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
        return (isExtension || Array.Exists(Kinds, kind => kind.Word == what))
            && (domain is null || MailAddressParser.TryParseDomain(domain, out _, out _))
                ? new AttachmentRule(domain, what, action)
                : null;
    }
}
