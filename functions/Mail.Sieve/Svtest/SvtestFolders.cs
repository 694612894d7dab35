namespace Mail.Sieve.Svtest;

/// <summary>The mailboxes of a session.</summary>
internal sealed class SvtestFolders
{
    private readonly Dictionary<string, List<SvtestMail>> _folders = new(StringComparer.Ordinal) { [SvtestNames.Inbox] = [] };

    public bool Has(string name) => _folders.ContainsKey(Canonical(name));

    public void Create(string name) => _folders.TryAdd(Canonical(name), []);

    public void Delete(string name) => _folders.Remove(Canonical(name));

    /// <returns>False when there is no such mailbox.</returns>
    public bool TryAdd(string name, SvtestMail mail)
    {
        if (!_folders.TryGetValue(Canonical(name), out var mails))
        {
            return false;
        }

        mails.Add(mail);
        return true;
    }

    public SvtestMail? Find(string name, int index) =>
        _folders.TryGetValue(Canonical(name), out var mails) && index < mails.Count ? mails[index] : null;

    // RFC 9051 §5.1: INBOX in any case; here also as the first name of several.
    private static string Canonical(string name) =>
        name.Equals(SvtestNames.Inbox, StringComparison.OrdinalIgnoreCase) || name.StartsWith(SvtestNames.Inbox + '.', StringComparison.OrdinalIgnoreCase)
            ? SvtestNames.Inbox + name[SvtestNames.Inbox.Length..]
            : name;
}
