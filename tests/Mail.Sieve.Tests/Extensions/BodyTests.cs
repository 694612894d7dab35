using Mail.Sieve.Tests.Engine;
using Mail.Sieve.Tests.Messages;

namespace Mail.Sieve.Tests.Extensions;

/// <summary><c>body</c>, RFC 5173.</summary>
public sealed class BodyTests
{
    private static async Task<bool> HoldsAsync(string test, string message) =>
        await SieveKit.ActionsAsync($"require [\"body\", \"variables\", \"relational\"]; if {test} {{ discard; }}", message) == "discard";

    // RFC 5173 §5.1, §5.2, §5.3
    [Theory]
    [InlineData("require \"body\"; if body :raw :contains \"MAKE MONEY FAST\" { discard; }", "discard")]
    [InlineData("require [\"body\", \"fileinto\"]; if body :content \"text\" :contains [\"missile\", \"coordinates\"] { fileinto \"secrets\"; }", "fileinto secrets")]
    [InlineData("require [\"body\", \"fileinto\"]; if body :content \"audio/mp3\" :contains \"\" { fileinto \"jukebox\"; }", "fileinto jukebox")]
    [InlineData("require [\"body\", \"fileinto\"]; if body :text :contains \"project schedule\" { fileinto \"project/schedule\"; }", "fileinto project/schedule")]
    public async Task Examples_of_the_rfc(string script, string actions) => Assert.Equal(actions, await SieveKit.ActionsAsync(script, """
        Content-Type: multipart/mixed; boundary=b

        --b
        Content-Type: text/html; charset=utf-8
        Content-Transfer-Encoding: quoted-printable

        <p>Missile =63oordinates, <b>project</b> schedule</p>
        --b
        Content-Type: audio/mp3
        X-Comment: MAKE MONEY FAST

        --b--
        """));

    // RFC 5173 §5.2 says of its example which lines each of these looks at.
    [Theory]
    [InlineData("multipart", "MIME", true)]
    [InlineData("multipart", "Hello", false)]
    [InlineData("text/plain", "Hello", true)]
    [InlineData("text/plain", "html", false)]
    [InlineData("text/html", "Hello", true)]
    [InlineData("text/html", "Please", false)]
    [InlineData("text", "Please say Hello", true)]
    [InlineData("text", "MIME", false)]
    [InlineData("message/rfc822", "hello request", true)]
    [InlineData("message/rfc822", "Please", false)]
    [InlineData("/plain", "", false)]
    [InlineData("text/", "", false)]
    [InlineData("text/plain/x", "", false)]
    [InlineData("", "Please", true)]
    public async Task Content_is_looked_at_by_its_type(string type, string key, bool holds) =>
        Assert.Equal(holds, await HoldsAsync($"body :content \"{type}\" :contains \"{key}\"", TestMessages.Nested));

    [Theory]
    [InlineData("body :raw :contains \"--inner\"", true)]
    [InlineData("body :text :contains \"Hello\"", true)]
    [InlineData("body :text :contains \"<html>\"", false)]
    [InlineData("body :contains \"<html>\"", false)]
    [InlineData("body :text :contains \"MIME\"", false)]
    [InlineData("body :content \"text\" :count \"eq\" \"3\"", true)]
    public async Task Raw_text_has_all_and_readable_text_no_markup(string test, bool holds) => Assert.Equal(holds, await HoldsAsync(test, TestMessages.Nested));

    // RFC 5173 §4: without an empty line there is no body, and each test is false.
    [Theory]
    [InlineData("From: a\nTo: b", false)]
    [InlineData("From: a\nTo: b\n\n", true)]
    public async Task A_message_without_a_body_matches_nothing(string message, bool holds) => Assert.Equal(holds, await HoldsAsync("body :raw :contains \"\"", message));

    // RFC 5173 §6
    [Fact]
    public async Task Match_variables_stay_what_they_are() => Assert.Equal(
        "fileinto coyote",
        await SieveKit.ActionsAsync("""
            require ["body", "variables", "fileinto"];
            if allof (address :matches "from" "*@*", body :matches "*anvil*") { fileinto "${1}"; }
            """));

    [Theory]
    [InlineData("if body :content \"text\" :count \"eq\" \"0\" { stop; }")]
    [InlineData("foreverypart { extracttext :first 1 \"a\"; }")]
    public async Task Text_that_is_decoded_spends_from_the_budget(string command)
    {
        // More than is kept once decoded.
        var message = "Content-Type: multipart/mixed; boundary=b\n\n" + string.Concat(Enumerable.Repeat($"--b\n\n{new string('a', 1_000_000)}\n", 10));
        var script = "require [\"body\", \"relational\", \"foreverypart\", \"extracttext\", \"variables\"];\n" + string.Concat(Enumerable.Repeat(command + "\n", 40));

        Assert.Contains("steps", (await SieveKit.RunAsync(script, message)).Error!.Message, StringComparison.Ordinal);
    }
}
