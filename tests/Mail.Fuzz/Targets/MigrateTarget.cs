using System.Text;
using Mail.Core;
using Mail.Ctl;

namespace Mail.Fuzz.Targets;

/// <summary>A file of another mail server, read as each kind of file there is, which also stands for every file that it names.</summary>
internal sealed class MigrateTarget : IFuzzTarget
{
    // Each line, or word of a list, is told once; what it comes to is bounded by it.
    private const int MostItemsPerCharacter = 4;

    public string Name => "migrate";

    public void Run(ReadOnlySpan<byte> input)
    {
        var text = Encoding.Latin1.GetString(input);
        var reads = 0;
        MigrationPlan[] plans =
        [
            new AliasFile("example.test", _ => reads++ < 2 ? text : null).Read("aliases", text),
            new VirtualFile("example.test").Read("virtual", text),
            new MailboxFile("example.test").Read("users", text),
            TransportFile.Read("transport", text),
            MainCfImport.Read("main.cf", text),
            new FetchmailImport("example.test", MailAddress.Parse("alice@example.test")).Read("fetchmailrc", text),
        ];
        foreach (var item in plans.SelectMany(plan => plan.Items))
        {
            BrokenPromiseException.Unless(item.Line > 0 && !item.Source.Any(char.IsControl), "a finding is one line, about one line");
            BrokenPromiseException.Unless(item.Target is not null || item.Remark is not null, "what becomes nothing has a reason");
            BrokenPromiseException.Unless(item.Target is not AliasTarget { Alias.Targets: { Count: 0 or > Router.MaxDestinations } }, "an alias leads somewhere, and not everywhere");
            BrokenPromiseException.Unless(
                item.Target is not TransportTarget { Transport: var transport } || (TransportPattern.TryNormalize(transport.Pattern, out var pattern, out _) && pattern == transport.Pattern),
                "a transport's pattern is in the form that is looked up");
        }

        BrokenPromiseException.Unless(plans.Sum(plan => plan.Items.Count) <= (text.Length + 1) * MostItemsPerCharacter, "findings have an end");
    }
}
