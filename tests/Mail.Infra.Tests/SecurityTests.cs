using System.Text.Json;

namespace Mail.Infra.Tests;

/// <summary>What must hold of every way of deploying: no keys, least roles, nothing public, identities apart, no secret in what is told.</summary>
public sealed class SecurityTests
{
    private const string Roles = "Microsoft.Authorization/roleAssignments";

    // Roles of which an assignment is no mistake, by the ids of Azure's own list.
    private static readonly Dictionary<string, string> DataRoles = new()
    {
        ["7f951dda-4ed3-4680-a7ca-43fe172d538d"] = "AcrPull",
        ["a4417e6f-fecd-4de8-b567-7b0420556985"] = "Key Vault Certificates Officer",
        ["b86a8fe4-44ce-4948-aee5-eccb2c155cd7"] = "Key Vault Secrets Officer",
        ["4633458b-17de-408a-b874-0445c86b69e6"] = "Key Vault Secrets User",
        ["3913510d-42f4-4e42-8a64-420c390055eb"] = "Monitoring Metrics Publisher",
        ["4f6d3b9b-027b-4f4c-9142-0e5a2a2247e0"] = "Azure Service Bus Data Receiver",
        ["69a216fc-b8fb-44d8-bc22-1f3c2cd27a39"] = "Azure Service Bus Data Sender",
        ["ba92f5b4-2d11-453d-a403-e96b0029c9fe"] = "Storage Blob Data Contributor",
        ["b7e6dc6d-f1e8-4753-8033-0f276bb0955b"] = "Storage Blob Data Owner",
        ["974c5e8b-45b9-4653-ba55-5f855dd0fb88"] = "Storage Queue Data Contributor",
        ["c6a89b2d-59bc-44d0-9896-0f6e12d7b80a"] = "Storage Queue Data Message Sender",
        ["0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3"] = "Storage Table Data Contributor",
        ["76199698-9eea-4c19-bc75-cec21354c6b6"] = "Storage Table Data Reader",
    };

    public static TheoryData<string> Profiles => SnapshotTests.Profiles;

    [Theory]
    [MemberData(nameof(Profiles))]
    public async Task Storage_has_no_keys_and_nothing_public(string profile)
    {
        var snapshot = await Snapshot.ReadAsync(profile);
        var account = snapshot.One("Microsoft.Storage/storageAccounts");

        Assert.False(account.GetProperty("allowSharedKeyAccess").GetBoolean());
        Assert.False(account.GetProperty("allowBlobPublicAccess").GetBoolean());
        Assert.False(account.GetProperty("allowCrossTenantReplication").GetBoolean());
        Assert.True(account.GetProperty("supportsHttpsTrafficOnly").GetBoolean());
        Assert.Equal("TLS1_2", account.GetProperty("minimumTlsVersion").GetString());
        Assert.All(
            snapshot.Of("Microsoft.Storage/storageAccounts/blobServices/containers"),
            container => Assert.Equal("None", container.GetProperty("properties").GetProperty("publicAccess").GetString()));
        var blobs = snapshot.One("Microsoft.Storage/storageAccounts/blobServices");
        Assert.True(blobs.GetProperty("deleteRetentionPolicy").GetProperty("enabled").GetBoolean());
        Assert.True(blobs.GetProperty("containerDeleteRetentionPolicy").GetProperty("enabled").GetBoolean());
    }

    /// <summary>Where something can be had by a password or key of its own, that is switched off.</summary>
    [Theory]
    [MemberData(nameof(Profiles))]
    public async Task Nothing_else_takes_a_key_either(string profile)
    {
        var snapshot = await Snapshot.ReadAsync(profile);

        Assert.All(snapshot.Of("Microsoft.KeyVault/vaults"), vault =>
        {
            Assert.True(vault.GetProperty("properties").GetProperty("enableRbacAuthorization").GetBoolean());
            Assert.True(vault.GetProperty("properties").GetProperty("enablePurgeProtection").GetBoolean());
        });
        Assert.All(
            snapshot.Of("Microsoft.ServiceBus/namespaces"), bus => Assert.True(bus.GetProperty("properties").GetProperty("disableLocalAuth").GetBoolean()));
        Assert.False(snapshot.One("Microsoft.ContainerRegistry/registries").GetProperty("adminUserEnabled").GetBoolean());
        Assert.True(snapshot.One("Microsoft.Insights/components").GetProperty("DisableLocalAuth").GetBoolean());
        Assert.True(snapshot.One("Microsoft.Web/sites").GetProperty("httpsOnly").GetBoolean());
        Assert.Equal(
            [false, false],
            snapshot.Of("Microsoft.Web/sites/basicPublishingCredentialsPolicies").Select(policy => policy.GetProperty("properties").GetProperty("allow").GetBoolean()));
        Assert.All(snapshot.Of("Microsoft.Compute/virtualMachineScaleSets"), machines => Assert.True(machines.GetProperty("properties")
            .GetProperty("virtualMachineProfile").GetProperty("osProfile").GetProperty("linuxConfiguration").GetProperty("disablePasswordAuthentication").GetBoolean()));
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public async Task Everybody_has_data_roles_of_single_resources_only(string profile)
    {
        var snapshot = await Snapshot.ReadAsync(profile);

        Assert.NotEmpty(snapshot.Of(Roles));
        Assert.All(snapshot.Of(Roles), assignment =>
        {
            Assert.Contains(Role(assignment), DataRoles.Values);
            // Below the group: not the group itself, not the subscription.
            Assert.Matches("^/subscriptions/[^/]+/resourceGroups/[^/]+/providers/Microsoft\\.(?!Authorization)", assignment.GetProperty("id").GetString());
        });
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public async Task The_gateway_may_write_the_spool_send_pointers_and_read_the_directory(string profile)
    {
        var snapshot = await Snapshot.ReadAsync(profile);

        var storage = Grants(snapshot, "id-gateway-").Where(grant => grant.Resource.StartsWith("Microsoft.Storage/", StringComparison.Ordinal));

        Assert.Equal(
        [
            "blobServices/containers/spool: Storage Blob Data Contributor",
            "queueServices/queues/incoming: Storage Queue Data Message Sender",
            "tableServices/tables/Access: Storage Table Data Reader",
            "tableServices/tables/Accounts: Storage Table Data Reader",
            "tableServices/tables/Aliases: Storage Table Data Reader",
            "tableServices/tables/Credentials: Storage Table Data Contributor",
            "tableServices/tables/Domains: Storage Table Data Reader",
            "tableServices/tables/Greylist: Storage Table Data Contributor",
            "tableServices/tables/Messages: Storage Table Data Reader",
            "tableServices/tables/Rejects: Storage Table Data Contributor",
            "tableServices/tables/SenderGrants: Storage Table Data Reader",
            "tableServices/tables/Settings: Storage Table Data Reader",
        ],
            storage.Select(grant => $"{grant.Resource.Split('/', 4)[3].Replace("/default", "", StringComparison.Ordinal)}: {grant.Role}").Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public async Task The_key_of_the_signing_keys_is_the_functions_alone(string profile)
    {
        var snapshot = await Snapshot.ReadAsync(profile);

        Assert.DoesNotContain(Grants(snapshot, "id-gateway-"), grant => grant.Resource.Contains("/kv-f-", StringComparison.Ordinal));
        Assert.Contains(Grants(snapshot, "id-functions-"), grant => grant.Resource.Contains("/kv-f-", StringComparison.Ordinal));
        Assert.All(
            Grants(snapshot, "id-gateway-").Concat(Grants(snapshot, "id-functions-")).Where(grant => grant.Resource.Contains("/vaults/", StringComparison.Ordinal)),
            grant => Assert.Equal("Key Vault Secrets User", grant.Role));
    }

    /// <summary>Each process has one identity, and nothing else has it.</summary>
    [Theory]
    [MemberData(nameof(Profiles))]
    public async Task Identities_are_apart(string profile)
    {
        var snapshot = await Snapshot.ReadAsync(profile);

        foreach (var resource in snapshot.Resources.Where(resource => resource.TryGetProperty("identity", out _)))
        {
            var identity = Assert.Single(resource.GetProperty("identity").GetProperty("userAssignedIdentities").EnumerateObject()).Name;
            var expected = resource.GetProperty("type").GetString() == "Microsoft.Web/sites" ? "id-functions-" : "id-gateway-";
            Assert.Contains(expected, identity, StringComparison.Ordinal);
            Assert.Equal("UserAssigned", resource.GetProperty("identity").GetProperty("type").GetString());
        }
    }

    /// <summary>Settings name secrets by the URL of a vault; nothing asks Azure for a key to write it somewhere.</summary>
    [Theory]
    [MemberData(nameof(Profiles))]
    public async Task No_secret_is_written_down(string profile)
    {
        var snapshot = await Snapshot.ReadAsync(profile);
        var whole = string.Concat(snapshot.Resources) + snapshot.Outputs;

        Assert.DoesNotContain("listKeys", whole, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("AccountKey", whole, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("SharedAccess", whole, StringComparison.OrdinalIgnoreCase);
        var settings = snapshot.One("Microsoft.Web/sites").GetProperty("siteConfig").GetProperty("appSettings").EnumerateArray()
            .ToDictionary(setting => setting.GetProperty("name").GetString()!, setting => setting.GetProperty("value").GetString()!);
        Assert.Contains("secrets/mail-key", settings["MAIL_KEY"], StringComparison.Ordinal);
        Assert.Contains("secrets/srs-secret", settings["MAIL_SRS_SECRET"], StringComparison.Ordinal);
        // The outputs are shown by azd, and kept by it in a file.
        Assert.DoesNotContain(snapshot.Outputs.EnumerateObject(), output => output.Name.Contains("SECRET", StringComparison.Ordinal) || output.Name.Contains("KEY", StringComparison.Ordinal));
    }

    [Fact]
    public async Task In_a_network_storage_and_vaults_are_reached_from_inside_only()
    {
        var snapshot = await Snapshot.ReadAsync("private");

        Assert.All(
            snapshot.Of("Microsoft.Storage/storageAccounts").Concat(snapshot.Of("Microsoft.KeyVault/vaults")),
            resource => Assert.Equal("Disabled", resource.GetProperty("properties").GetProperty("publicNetworkAccess").GetString()));
        Assert.Equal(
            ["blob", "queue", "table", "vault", "vault"],
            snapshot.Of("Microsoft.Network/privateEndpoints")
                .Select(endpoint => endpoint.GetProperty("properties").GetProperty("privateLinkServiceConnections")[0].GetProperty("name").GetString()).Order(StringComparer.Ordinal));
        Assert.Contains("/subnets/functions", snapshot.One("Microsoft.Web/sites").GetProperty("virtualNetworkSubnetId").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("vm")]
    [InlineData("private")]
    public async Task From_outside_only_mail_reaches_the_machines(string profile)
    {
        var snapshot = await Snapshot.ReadAsync(profile);

        var fromOutside = snapshot.One("Microsoft.Network/networkSecurityGroups").GetProperty("securityRules").EnumerateArray()
            .Select(rule => rule.GetProperty("properties"))
            .Where(rule => rule.GetProperty("access").GetString() == "Allow" && rule.GetProperty("sourceAddressPrefix").GetString() is "Internet" or "*");

        Assert.Equal(
            ["2525", "2465", "2587"],
            Assert.Single(fromOutside).GetProperty("destinationPortRanges").EnumerateArray().Select(port => port.GetString()));
    }

    private static string Role(JsonElement assignment) =>
        DataRoles.GetValueOrDefault(assignment.GetProperty("properties").GetProperty("roleDefinitionId").GetString()!.Split('/')[^1]) ?? "a role that is not on the list";

    /// <summary>What an identity is given: the resource from its provider on, and the role.</summary>
    private static IEnumerable<(string Resource, string Role)> Grants(Snapshot snapshot, string identity) =>
        from assignment in snapshot.Of(Roles)
        where assignment.GetProperty("properties").GetProperty("principalId").GetString()!.Contains(identity, StringComparison.Ordinal)
        let id = assignment.GetProperty("id").GetString()!
        let scope = id[..id.IndexOf("/providers/" + Roles, StringComparison.Ordinal)]
        select (scope[(scope.IndexOf("/providers/", StringComparison.Ordinal) + "/providers/".Length)..], Role(assignment));
}
