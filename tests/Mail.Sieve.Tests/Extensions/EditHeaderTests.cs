using System.Text;
using Mail.Sieve.Tests.Engine;
using Mail.Sieve.Tests.Messages;

namespace Mail.Sieve.Tests.Extensions;

/// <summary><c>addheader</c> and <c>deleteheader</c>, RFC 5293.</summary>
public sealed class EditHeaderTests
{
    private const string Require = "require [\"editheader\", \"fileinto\", \"variables\", \"encoded-character\"];\n";

    private const string Message = "Received: x\nAuto-Submitted: no\nX-Hello: 1\nX-Hello: 2\nX-Hello: 3\nDelivered-To: alice@example.com\nDelivered-To: bob@example.com\nSubject: s\n\nbody\n";

    // RFC 5293 §4
    [Theory]
    [InlineData(Message, "redirect kim@home.example.com")]
    [InlineData("X-Sieve-Filtered: <kim@job.example.com>\n\n", "implicit keep")]
    public async Task A_mark_keeps_a_message_from_being_redirected_again(string message, string actions) => Assert.Equal(
        actions,
        await SieveKit.ActionsAsync(
            Require + """
            if not header :contains "X-Sieve-Filtered" ["<kim@job.example.com>", "<kim@home.example.com>"]
            {
                addheader "X-Sieve-Filtered" "<kim@job.example.com>";
                redirect "kim@home.example.com";
            }
            """,
            message));

    // RFC 5293 §7
    [Fact]
    public async Task Tests_see_what_was_added() => Assert.Equal(
        "fileinto international",
        await SieveKit.ActionsAsync(Require + "addheader \"X-Hello\" \"World\"; if header :contains \"X-Hello\" \"World\" { fileinto \"international\"; }"));

    [Theory]
    [InlineData("addheader \"X-New\" \"a\";", "X-New: a\n")]
    // RFC 5293 §5: the first field if it contains this, not the first that does.
    [InlineData("deleteheader :index 1 :contains \"Delivered-To\" \"bob@example.com\";", "")]
    [InlineData("deleteheader :index 1 :last :contains \"Delivered-To\" \"bob@example.com\";", "-Delivered-To: bob@example.com\n")]
    [InlineData("deleteheader :contains \"Delivered-To\" \"bob@example.com\";", "-Delivered-To: bob@example.com\n")]
    // RFC 5293 §7: unchanged; and the first and the third.
    [InlineData("addheader \"X-Hello\" \"World\"; deleteheader :index 1 \"X-Hello\";", "")]
    [InlineData("deleteheader :index 1 \"X-Hello\"; deleteheader :index 2 \"X-Hello\";", "-X-Hello: 1\n-X-Hello: 3\n")]
    // RFC 5293 §6
    [InlineData("deleteheader \"Received\"; deleteheader \"auto-submitted\";", "")]
    [InlineData("deleteheader \"Subject\";", "-Subject: s\n")]
    [InlineData("deleteheader :index 7 \"X-Hello\";", "")]
    [InlineData("deleteheader \"X-None\";", "")]
    // Line ends from a script or a message begin no field.
    [InlineData("addheader \"X-New\" \"a${hex:0D 0A}Bcc: b${hex:0A}${hex:0A}c\";", "X-New: a Bcc: b c\n")]
    public async Task The_message_is_kept_with_the_changes(string script, string change)
    {
        var result = await SieveKit.RunAsync(Require + script, Message);
        var edits = Assert.IsType<KeepAction>(Assert.Single(result.Actions)).Edits;
        var expected = Message;
        foreach (var line in change.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            expected = line[0] == '-' ? expected.Replace(line[1..] + "\n", "", StringComparison.Ordinal) : $"{line}\n{expected}";
        }

        Assert.Null(result.Error);
        Assert.Equal(expected.ReplaceLineEndings("\r\n"), Encoding.UTF8.GetString(edits.Apply(TestMessages.Octets(Message))));
    }

    // RFC 5293 §7: with an error, the original header.
    [Fact]
    public async Task After_an_error_the_message_is_kept_as_it_came()
    {
        var result = await SieveKit.RunAsync(Require + "addheader \"X-New\" \"a\"; set \"n\" \"a:\"; addheader \"${n}\" \"b\";", Message);

        Assert.Contains("'a:'", result.Error!.Message, StringComparison.Ordinal);
        Assert.True(Assert.IsType<KeepAction>(Assert.Single(result.Actions)).Edits.IsEmpty);
    }

    [Fact]
    public async Task The_site_can_protect_fields()
    {
        var options = new SieveOptions { FieldsNeverAdded = Names("X-Spam", "Subject"), FieldsNeverDeleted = Names("x-hello") };
        var result = await SieveKit.RunAsync(
            Require + "addheader \"x-spam\" \"no\"; deleteheader \"X-Hello\"; addheader \"Subject\" \"t\";", Message, options: options);

        Assert.Equal(
            ("Subject: t\n" + Message).ReplaceLineEndings("\r\n"),
            Encoding.UTF8.GetString(Assert.IsType<KeepAction>(Assert.Single(result.Actions)).Edits.Apply(TestMessages.Octets(Message))));
    }

    [Fact]
    public async Task Fields_are_limited_in_number_and_length()
    {
        var many = string.Concat(Enumerable.Range(0, SieveOptions.Default.MaxAddedFields + 1).Select(i => $"addheader \"X-{i}\" \"a\";"));

        Assert.Contains("fields added", (await SieveKit.RunAsync(Require + many, Message)).Error!.Message, StringComparison.Ordinal);
        Assert.Contains(
            "at most 2048", Assert.Single(SieveKit.Problems(Require + $"addheader \"X\" \"{new string('a', 2049)}\";")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("addheader \"X:\" \"a\";", "'X:' is invalid")]
    [InlineData("addheader \"\" \"a\";", "'' is invalid")]
    [InlineData("deleteheader \"a b\";", "'a b' is invalid")]
    [InlineData("deleteheader :last \"a\";", "':index'")]
    [InlineData("addheader \"X\" \"a${hex:00}\";", "without NUL")]
    public void What_is_wrong_is_told(string script, string message) =>
        Assert.Contains(message, Assert.Single(SieveKit.Problems(Require + script)), StringComparison.Ordinal);

    private static HashSet<string> Names(params string[] names) => new(names, StringComparer.OrdinalIgnoreCase);
}
