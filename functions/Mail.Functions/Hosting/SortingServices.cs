using Mail.Processing;

namespace Mail.Functions;

/// <summary>Rules, and what they make the message flow do.</summary>
internal static class SortingServices
{
    public static IServiceCollection AddSorting(this IServiceCollection services) => services
        .AddSingleton<RuleCompiler>()
        .AddSingleton<RuleBook>()
        .AddSingleton<DetailFolders>()
        .AddSingleton<SortFolders>()
        .AddSingleton<ScreenFolders>()
        .AddSingleton<RuleSorter>()
        .AddSingleton<MailboxSorting>()
        .AddSingleton<IncomingRules>()
        .AddSingleton<OwnMail>()
        .AddSingleton<EditedRedirects>()
        .AddSingleton<ReplySender>()
        .AddSingleton<ReplyFiling>()
        .AddSingleton<VacationReplies>()
        .AddSingleton<RejectNotices>()
        .AddSingleton<SubmissionNotices>()
        .AddSingleton<MailNotices>()
        .AddSingleton<WebhookNotices>()
        .AddSingleton<WebhookFlow>()
        .AddSingleton<IFunctionHandler, WebhooksFunction>()
        .AddSingleton<Replies>();
}
