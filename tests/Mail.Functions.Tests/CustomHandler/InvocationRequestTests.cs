using System.Text;

namespace Mail.Functions.Tests;

public sealed class InvocationRequestTests
{
    private const string Pointer = """{"queueId":"01jzzzzzzzzzzzzzzzzzzzzzzz","attempt":0}""";

    public static TheoryData<string, string> Forms => new()
    {
        { "an object as it is", $$$"""{"Data":{"pointer":{{{Pointer}}}},"Metadata":{"DequeueCount":"3"}}""" },
        { "text", $$$"""{"Data":{"pointer":{{{Quote(Pointer)}}}},"Metadata":{"DequeueCount":"3"}}""" },
        { "text serialised again", $$$"""{"Data":{"pointer":{{{Quote(Quote(Pointer))}}}},"Metadata":{"DequeueCount":"3"}}""" },
        { "text serialised once more", $$$"""{"Data":{"pointer":{{{Quote(Quote(Quote(Pointer)))}}}},"Metadata":{"DequeueCount":"3"}}""" },
        { "base 64", $$$"""{"Data":{"pointer":"{{{Base64(Pointer)}}}"},"Metadata":{"DequeueCount":"3"}}""" },
        { "a number as a number", $$$"""{"Data":{"pointer":{{{Pointer}}}},"Metadata":{"DequeueCount":3}}""" },
        { "a number quoted twice", $$$"""{"Data":{"pointer":{{{Pointer}}}},"Metadata":{"DequeueCount":"\"3\""}}""" },
        {
            "with all metadata",
            $$$"""
            {"Data":{"pointer":{{{Pointer}}}},"Metadata":{"DequeueCount":"3","ExpirationTime":"9999-12-31T23:59:59+00:00","Id":"\"guid\"",
            "InsertionTime":"2026-01-01T00:00:00+00:00","queueId":"x","sys":{"MethodName":"Incoming","UtcNow":"2026-01-01T00:00:00Z","RandGuid":"g"} } }
            """
        },
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public void Every_form_of_a_queue_message_is_read(string what, string body)
    {
        Assert.True(InvocationRequest.TryReadQueue(Encoding.UTF8.GetBytes(body), "pointer", out var trigger, out var error), $"{what}: {error}");
        Assert.Equal(new Trigger.Queue(Pointer, 3), trigger);
    }

    [Theory]
    [InlineData("""{"Data":{"pointer":"x"}}""")]
    [InlineData("""{"Data":{"pointer":"x"},"Metadata":null}""")]
    [InlineData("""{"Data":{"pointer":"x"},"Metadata":{}}""")]
    [InlineData("""{"Data":{"pointer":"x"},"Metadata":{"DequeueCount":null}}""")]
    [InlineData("""{"Data":{"pointer":"x"},"Metadata":{"DequeueCount":"-1"}}""")]
    [InlineData("""{"Data":{"pointer":"x"},"Metadata":{"DequeueCount":"99999999999999"}}""")]
    [InlineData("""{"Data":{"pointer":"x"},"Metadata":{"DequeueCount":{"a":[]}}}""")]
    public void A_dequeue_count_that_was_not_told_is_not_guessed(string body)
    {
        Assert.True(InvocationRequest.TryReadQueue(Encoding.UTF8.GetBytes(body), "pointer", out var trigger, out _));
        Assert.Null(trigger.DequeueCount);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("\u0000")]
    [InlineData("""{"Data":null}""")]
    [InlineData("""{"Data":"pointer"}""")]
    [InlineData("""{"Data":{"other":1}}""")]
    public void A_body_without_the_message_is_refused(string body)
    {
        Assert.False(InvocationRequest.TryReadQueue(Encoding.UTF8.GetBytes(body), "pointer", out _, out var error));
        Assert.NotEmpty(error);
    }

    [Fact]
    public void A_body_nested_without_end_is_refused()
    {
        var body = """{"Data":{"pointer":""" + new string('[', 100_000);

        Assert.False(InvocationRequest.TryReadQueue(Encoding.UTF8.GetBytes(body), "pointer", out _, out _));
    }

    [Theory]
    [InlineData("word", "word")]
    [InlineData("", "")]
    [InlineData("\"\\\"half", "\"\\\"half")]
    [InlineData("YWJj", "YWJj")]
    [InlineData("\"", "\"")]
    public void A_message_that_is_no_object_comes_as_its_text(string text, string expected)
    {
        var body = $$$"""{"Data":{"pointer":{{{Quote(text)}}}}}""";

        Assert.True(InvocationRequest.TryReadQueue(Encoding.UTF8.GetBytes(body), "pointer", out var trigger, out _));
        Assert.Equal(expected, trigger.Body);
    }

    [Theory]
    [InlineData("""{"Data":{"timer":{"Schedule":{"AdjustForDST":true},"ScheduleStatus":null,"IsPastDue":true}},"Metadata":{}}""", true)]
    [InlineData("""{"Data":{"timer":{"Schedule":{"AdjustForDST":true},"IsPastDue":false}}}""", false)]
    [InlineData("""{"Data":{"timer":"text"}}""", false)]
    [InlineData("""{"Data":{"timer":{"ScheduleStatus":{"Last":"never"},"IsPastDue":"yes"}}}""", false)]
    public void A_timer_needs_no_status(string body, bool isPastDue)
    {
        Assert.True(InvocationRequest.TryReadTimer(Encoding.UTF8.GetBytes(body), "timer", out var trigger, out _));
        Assert.Equal(new Trigger.Timer(isPastDue, Status: null), trigger);
    }

    [Fact]
    public void A_timer_brings_its_status()
    {
        const string Body =
            """
            {"Data":{"timer":{"Schedule":{"AdjustForDST":true},"ScheduleStatus":{"Last":"2026-01-05T12:00:00+00:00",
            "Next":"2026-01-05T12:05:00+00:00","LastUpdated":"2026-01-05T12:00:01+00:00"},"IsPastDue":false}}}
            """;

        Assert.True(InvocationRequest.TryReadTimer(Encoding.UTF8.GetBytes(Body), "timer", out var trigger, out _));
        Assert.Equal(new DateTimeOffset(2026, 1, 5, 12, 5, 0, TimeSpan.Zero), trigger.Status?.Next);
    }

    private static string Quote(string text) => System.Text.Json.JsonSerializer.Serialize(text);

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
