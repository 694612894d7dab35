namespace Mail.Ctl;

/// <summary>The options of a server, of one of its users, or of the defaults.</summary>
internal sealed class FetchmailSection(int line, FetchmailSection? behind)
{
    private readonly Dictionary<string, IReadOnlyList<string>> _options = new(StringComparer.Ordinal);

    /// <summary>Where it begins.</summary>
    public int Line { get; set; } = line;

    /// <summary>The names of its own options, those behind it left out.</summary>
    public IEnumerable<string> Names => _options.Keys;

    /// <summary>Of a user: his name there.</summary>
    public string? Remote { get; set; }

    /// <summary>Of a user: his names here, or <c>there=here</c>, or <c>*</c>.</summary>
    public List<string> Locals { get; } = [];

    /// <summary><see cref="Remote"/>, or that of the section behind.</summary>
    public string? RemoteName => Remote ?? behind?.RemoteName;

    /// <summary><see cref="Locals"/>, or those of the section behind.</summary>
    public IReadOnlyList<string> LocalNames => Locals.Count > 0 || behind is null ? Locals : behind.LocalNames;

    public void Set(string name, IReadOnlyList<string> values) => _options[name] = values;

    /// <summary>The words behind an option, its own or of the section behind; <c>null</c> when it is nowhere.</summary>
    public IReadOnlyList<string>? Words(string name) => _options.TryGetValue(name, out var values) ? values : behind?.Words(name);

    /// <summary>The word behind an option; <c>null</c> when it is nowhere, or has <c>no</c> before it.</summary>
    public string? Word(string name) => Words(name) is [.., var word] ? word : null;

    /// <summary>Whether a flag is on: an option without words is on, one with <c>no</c> is off.</summary>
    public bool? Flag(string name) => Words(name) is { } words ? words.Count == 0 : null;
}
