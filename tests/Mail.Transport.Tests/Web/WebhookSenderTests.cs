using System.Net;
using Mail.Core;
using Mail.Testing;
using Microsoft.AspNetCore.Http;

namespace Mail.Transport.Tests;

public sealed class WebhookSenderTests : IAsyncDisposable
{
    private PublicWeb? _web;
    private PolicyHost? _host;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        _web?.Dispose();
        await (_host?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    private async Task<WebhookAnswer> SendAsync(Func<HttpContext, Task> answer, IPNetwork[]? allowed = null, string name = "hooks.peer.test")
    {
        _host = await PolicyHost.StartAsync("hooks.peer.test");
        _host.Answer = answer;
        var dns = FakeDns.Parse("""
            {"hooks.peer.test": {"A": ["127.0.0.1"]}, "metadata.peer.test": {"A": ["169.254.169.254"]}, "inside.peer.test": {"A": ["10.0.0.1"], "AAAA": ["::1"]}}
            """);
        _web = new PublicWeb(
            dns,
            new WebOptions { AllowedNetworks = allowed ?? [IPNetwork.Parse("127.0.0.0/8")], Authorities = [TestCertificate.Root], Timeout = TimeSpan.FromSeconds(20) });
        return await new WebhookSender(_web).SendAsync(
            new Uri($"https://{name}:{_host.Port}/hook"), new Dictionary<string, string> { ["webhook-id"] = "1" }, "{\"ü\":1}", Token);
    }

    [Fact]
    public async Task A_host_gets_the_body_and_the_fields()
    {
        string? body = null;
        string? id = null;
        string? type = null;
        var answer = await SendAsync(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            body = await reader.ReadToEndAsync(context.RequestAborted);
            (id, type) = (context.Request.Headers["webhook-id"], context.Request.ContentType);
            context.Response.StatusCode = 204;
        });
        Assert.Equal(new WebhookAnswer(WebhookOutcome.Taken, "answers 204"), answer);
        Assert.Equal(("{\"ü\":1}", "1", "application/json; charset=utf-8"), (body, id, type));
        Assert.Equal(["POST hooks.peer.test/hook"], _host!.Requests);
    }

    [Theory]
    [InlineData(200, WebhookOutcome.Taken)]
    [InlineData(302, WebhookOutcome.Refused)]
    [InlineData(404, WebhookOutcome.Refused)]
    [InlineData(410, WebhookOutcome.Refused)]
    [InlineData(408, WebhookOutcome.Later)]
    [InlineData(429, WebhookOutcome.Later)]
    [InlineData(500, WebhookOutcome.Later)]
    [InlineData(503, WebhookOutcome.Later)]
    public async Task The_code_says_what_becomes_of_it(int code, WebhookOutcome outcome)
    {
        var answer = await SendAsync(context =>
        {
            context.Response.StatusCode = code;
            context.Response.Headers.Location = "https://hooks.peer.test/other";
            return Task.CompletedTask;
        });
        Assert.Equal((outcome, $"answers {code}"), (answer.Outcome, answer.Words));
        Assert.Single(_host!.Requests);
    }

    [Theory]
    [InlineData("hooks.peer.test")]
    [InlineData("metadata.peer.test")]
    [InlineData("inside.peer.test")]
    [InlineData("127.0.0.1")]
    [InlineData("[::1]")]
    [InlineData("169.254.169.254")]
    public async Task Nobody_inside_is_called(string name)
    {
        var answer = await SendAsync(_ => Task.CompletedTask, allowed: [], name);
        Assert.Equal(WebhookOutcome.Later, answer.Outcome);
        Assert.Contains("has no public address", answer.Words, StringComparison.Ordinal);
        Assert.Empty(_host!.Requests);
    }

    [Fact]
    public async Task A_certificate_of_somebody_else_is_no_good()
    {
        var dns = FakeDns.Parse("""{"other.peer.test": {"A": ["127.0.0.1"]}}""");
        _host = await PolicyHost.StartAsync("hooks.peer.test");
        _web = new PublicWeb(dns, new WebOptions { AllowedNetworks = [IPNetwork.Parse("127.0.0.0/8")], Authorities = [TestCertificate.Root] });
        var answer = await new WebhookSender(_web).SendAsync(
            new Uri($"https://other.peer.test:{_host.Port}/"), new Dictionary<string, string>(), "{}", Token);
        Assert.Equal(WebhookOutcome.Later, answer.Outcome);
        Assert.Empty(_host.Requests);
    }

    [Fact]
    public async Task An_endless_answer_is_none()
    {
        var answer = await SendAsync(async context =>
        {
            var piece = new byte[16 * 1024];
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(piece, context.RequestAborted);
            }
        });
        Assert.Equal((WebhookOutcome.Later, "an answer that is too long"), (answer.Outcome, answer.Words));
    }
}
