using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Mail.Core;
using Mail.Testing;

namespace Mail.Functions.Tests;

/// <summary>The real executable under a host that speaks the custom handler protocol.</summary>
public sealed class CustomHandlerTests(AzuriteFixture azurite)
{
    private const string TimerBody =
        """{"Data":{"timer":{"Schedule":{"AdjustForDST":true},"ScheduleStatus":null,"IsPastDue":false}},"Metadata":{"sys":{"MethodName":"Sweep"}}}""";

    /// <summary>A pointer to a message that is not in the spool: done with, after storage was asked.</summary>
    private static string NewPointer() => new IncomingPointer(QueueId.New(TimeProvider.System)).ToJson();

    [Fact]
    public async Task It_listens_on_the_given_port_of_loopback_whatever_ASPNETCORE_URLS_says()
    {
        await using var host = await FakeFunctionsHost.StartAsync(FunctionsProcess.NoStorage());

        Assert.DoesNotContain("0.0.0.0", host.Handler.Output + host.Handler.Errors, StringComparison.Ordinal);
        // 127.0.0.2 is this machine too; a socket on all addresses would accept there.
        if (OperatingSystem.IsLinux())
        {
            using var client = new TcpClient();
            await Assert.ThrowsAsync<SocketException>(
                () => client.ConnectAsync(IPAddress.Parse("127.0.0.2"), host.Port, TestContext.Current.CancellationToken).AsTask());
        }
    }

    [Fact]
    public async Task An_unknown_function_is_404_with_a_reason_in_JSON()
    {
        await using var host = await FakeFunctionsHost.StartAsync(FunctionsProcess.NoStorage());

        foreach (var function in new[] { "Nobody", "Api", "admin/functions/Sweep", "..%2f..%2fetc%2fpasswd" })
        {
            var answer = await host.InvokeAsync(function, "{}");
            Assert.Equal(HttpStatusCode.NotFound, answer.Status);
            Assert.NotEmpty(answer.Error);
        }
    }

    [Fact]
    public async Task What_cannot_be_read_fails_so_that_the_host_moves_it_to_the_poison_queue()
    {
        await using var host = await FakeFunctionsHost.StartAsync(FunctionsProcess.NoStorage());
        string[] bodies =
        [
            "", "null", "[]", "{", "{\"Data\":{}}", new string('[', 100_000),
            FakeFunctionsHost.QueueBody("\"\"", 1),
            FakeFunctionsHost.QueueBody("null", 1),
            FakeFunctionsHost.QueueBody("\"\\\"hello\\\"\"", 1),
            FakeFunctionsHost.QueueBody("""{"queueId":"../x"}""", 1),
        ];
        foreach (var body in bodies)
        {
            var answer = await host.InvokeAsync("Incoming", body);
            Assert.Equal(HttpStatusCode.InternalServerError, answer.Status);
            Assert.NotEmpty(answer.Error);
        }
    }

    [Fact]
    public async Task A_body_larger_than_any_queue_message_is_refused()
    {
        await using var host = await FakeFunctionsHost.StartAsync(FunctionsProcess.NoStorage());

        var answer = await host.InvokeAsync("Incoming", FakeFunctionsHost.QueueBody($"\"{new string('x', 2 * 1024 * 1024)}\"", 1));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.Status);
        Assert.NotEmpty(answer.Error);
    }

    [Fact]
    public async Task Without_storage_invocations_fail_and_health_says_why()
    {
        await using var host = await FakeFunctionsHost.StartAsync(FunctionsProcess.NoStorage());

        var incoming = await host.InvokeAsync("Incoming", FakeFunctionsHost.QueueBody(NewPointer(), 1));
        var sweep = await host.InvokeAsync("Sweep", TimerBody);
        var health = await host.ForwardAsync(HttpMethod.Get, "/api/health");

        Assert.Equal(HttpStatusCode.InternalServerError, incoming.Status);
        Assert.Equal(HttpStatusCode.InternalServerError, sweep.Status);
        Assert.NotEmpty(incoming.Error);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, health.Status);
        Assert.Equal("unreachable", health.Json.GetProperty("storage").GetProperty("blobs").GetString());
        Assert.Contains("does not answer", health.Json.GetProperty("reason").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_form_of_the_payload_completes_with_a_JSON_object()
    {
        await using var host = await FakeFunctionsHost.StartAsync(azurite.NewAccount().ConnectionString);
        var pointer = NewPointer();
        var quoted = JsonSerializer.Serialize(pointer);
        string[] forms = [pointer, quoted, JsonSerializer.Serialize(quoted), JsonSerializer.Serialize(Base64(pointer))];

        foreach (var form in forms)
        {
            var answer = await host.InvokeAsync("Incoming", FakeFunctionsHost.QueueBody(form, 1));
            Assert.True(answer.Completes, answer.Body);
            Assert.Equal("{}", answer.Json.GetProperty("Outputs").GetRawText());
            Assert.Equal(JsonValueKind.Null, answer.Json.GetProperty("ReturnValue").ValueKind);
            Assert.Contains("not in the spool", answer.Json.GetProperty("Logs")[0].GetString(), StringComparison.Ordinal);
        }

        Assert.True((await host.InvokeAsync("Sweep", TimerBody)).Completes);
        Assert.Equal(HttpStatusCode.OK, (await host.ForwardAsync(HttpMethod.Get, "/api/health")).Status);
    }

    [Fact]
    public async Task As_many_calls_at_once_as_the_host_makes_all_complete()
    {
        await using var host = await FakeFunctionsHost.StartAsync(azurite.NewAccount().ConnectionString);

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 24).Select(_ => host.InvokeAsync("Incoming", FakeFunctionsHost.QueueBody(NewPointer(), 2))));

        Assert.All(answers, answer => Assert.True(answer.Completes, answer.Body));
    }

    [Fact]
    public async Task A_message_is_delivered_once_however_often_the_host_calls()
    {
        var account = azurite.NewAccount();
        await using var host = await FakeFunctionsHost.StartAsync(account.ConnectionString);
        var message = await TestMessage.SpoolAsync(account);
        var body = FakeFunctionsHost.QueueBody(new IncomingPointer(message.QueueId).ToJson(), 1);

        for (var call = 0; call < 2; call++)
        {
            var answer = await host.InvokeAsync("Incoming", body);
            Assert.True(answer.Completes, answer.Body);
        }

        Assert.Equal([$"{message.QueueId}-1"], await message.DeliveredAsync());
    }

    [Fact]
    public async Task Killed_in_the_middle_of_calls_it_serves_them_after_a_restart_on_the_same_port()
    {
        var account = azurite.NewAccount();
        await using var host = await FakeFunctionsHost.StartAsync(account.ConnectionString);
        var message = await TestMessage.SpoolAsync(account);
        var pointer = new IncomingPointer(message.QueueId).ToJson();
        var running = Enumerable.Range(0, 8).Select(_ => host.InvokeAsync("Incoming", FakeFunctionsHost.QueueBody(pointer, 1))).ToList();
        await Task.WhenAny(running);

        host.Handler.Kill();
        await host.Handler.ExitCodeAsync();
        // Answered or cut off: the host counts the latter as failures.
        await Task.WhenAll(running.Select(async call => await Record.ExceptionAsync(() => call)));
        await host.StartHandlerAsync();
        var again = await host.InvokeAsync("Incoming", FakeFunctionsHost.QueueBody(pointer, 2));

        Assert.True(again.Completes, again.Body);
        Assert.Equal([$"{message.QueueId}-1"], await message.DeliveredAsync());
    }

    [Fact]
    public async Task Asked_to_stop_it_ends_with_200_which_means_start_me_again()
    {
        await using var host = await FakeFunctionsHost.StartAsync(FunctionsProcess.NoStorage());

        host.Handler.Terminate();

        Assert.Equal(200, await host.Handler.ExitCodeAsync());
    }

    [Fact]
    public async Task Asked_to_stop_it_finishes_the_calls_that_are_running()
    {
        await using var host = await FakeFunctionsHost.StartAsync(FunctionsProcess.NoStorage());
        // Takes a second or more: the retries of the storage client.
        var call = host.InvokeAsync("Incoming", FakeFunctionsHost.QueueBody(NewPointer(), 1));
        await TestClock.UntilAsync(() => !call.IsCompleted);
        await host.ForwardAsync(HttpMethod.Get, "/");

        host.Handler.Terminate();

        Assert.Equal(HttpStatusCode.InternalServerError, (await call).Status);
        Assert.Equal(200, await host.Handler.ExitCodeAsync());
    }

    [Theory]
    [InlineData("MAIL_STORAGE", "nonsense")]
    [InlineData("MAIL_DRAIN_SECONDS", "-1")]
    [InlineData("APPLICATIONINSIGHTS_CONNECTION_STRING", "InstrumentationKey")]
    [InlineData("FUNCTIONS_CUSTOMHANDLER_PORT", "eighty")]
    [InlineData("AzureFunctionsJobHost__functionTimeout", "soon")]
    public async Task What_it_cannot_start_with_ends_it_with_1_and_a_reason(string name, string value)
    {
        var environment = new Dictionary<string, string>
        {
            ["FUNCTIONS_CUSTOMHANDLER_PORT"] = "1",
            [name] = value,
        };
        await using var handler = FunctionsProcess.Start(environment);

        Assert.Equal(1, await handler.ExitCodeAsync());
        Assert.Contains(value, handler.Errors + (name == "MAIL_STORAGE" ? value : ""), StringComparison.Ordinal);
        Assert.Contains(name.Split("__")[^1], handler.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--help", 200)]
    [InlineData("--version", 200)]
    [InlineData("--unknown", 2)]
    public async Task Under_a_host_no_end_is_0(string argument, int code)
    {
        var environment = new Dictionary<string, string> { ["FUNCTIONS_HTTPWORKER_PORT"] = "1" };
        await using var handler = FunctionsProcess.Start(environment, argument);

        Assert.Equal(code, await handler.ExitCodeAsync());
    }

    [Fact]
    public async Task A_taken_port_ends_it_with_1()
    {
        await using var host = await FakeFunctionsHost.StartAsync(FunctionsProcess.NoStorage());
        var environment = new Dictionary<string, string>
        {
            ["FUNCTIONS_CUSTOMHANDLER_PORT"] = host.Port.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["MAIL_STORAGE"] = FunctionsProcess.NoStorage(),
        };
        await using var second = FunctionsProcess.Start(environment);

        Assert.Equal(1, await second.ExitCodeAsync());
    }

    [Fact]
    public async Task Nothing_is_written_under_the_app_root_which_would_restart_the_host()
    {
        var before = Files();
        await using (var host = await FakeFunctionsHost.StartAsync(azurite.NewAccount().ConnectionString))
        {
            Assert.True((await host.InvokeAsync("Incoming", FakeFunctionsHost.QueueBody(NewPointer(), 1))).Completes);
            Assert.True((await host.InvokeAsync("Sweep", TimerBody)).Completes);
            host.Handler.Terminate();
            await host.Handler.ExitCodeAsync();
        }

        Assert.Equal(before, Files());
    }

    private static List<string> Files() =>
    [
        .. Directory.EnumerateFileSystemEntries(FunctionsProcess.Folder, "*", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(path => $"{path} {File.GetLastWriteTimeUtc(path):O}"),
    ];

    private static string Base64(string text) => Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(text));
}
