using Mail.Core;

namespace Mail.Ctl;

/// <summary>Makes domains, a transport and settings of Postfix's main.cf, and says of everything else where it goes.</summary>
internal static class MainCfImport
{
    public static MigrationPlan Read(string file, string text)
    {
        var config = MainCf.Read(text);
        var plan = new MigrationPlan(file);
        var restrictions = new MainCfRestrictions(config, plan);
        config.Problems.ForEach(line => plan.NotConverted(line.Number, line.Text, "expected 'name = value'"));
        foreach (var parameter in config.Parameters)
        {
            Convert(config, plan, restrictions, parameter);
        }

        restrictions.Finish();
        return plan;
    }

    private static void Convert(MainCf config, MigrationPlan plan, MainCfRestrictions restrictions, MainCfParameter parameter)
    {
        var value = config.Value(parameter.Name) ?? "";
        var domains = new MainCfDomains(config, plan);
        switch (parameter.Name)
        {
            case "mydestination":
                domains.Local(parameter);
                break;
            case "virtual_mailbox_domains" or "virtual_alias_domains":
                domains.Each(parameter, DomainKind.Mailbox);
                break;
            case "relay_domains":
                domains.Each(parameter, DomainKind.Relay);
                break;
            case "relayhost":
                Relayhost(config, plan, parameter, value);
                break;
            case "smtp_tls_security_level" when config.Value("relayhost") is { Length: > 0 }:
                plan.NotNeeded(parameter.Line, parameter.Source, "is part of the transport for relayhost");
                break;
            case "smtp_tls_security_level" when TlsOf(value) is not TlsLevel.Opportunistic and var level:
                plan.Make(parameter.Line, parameter.Source, new TransportTarget(Core.Transport.Default with { Tls = level }));
                break;
            case var name when MainCfRestrictions.IsList(name):
                restrictions.Read(parameter);
                break;
            case var name when MainCfSettings.TryRead(name, value, out var setting):
                plan.Make(parameter.Line, parameter.Source, setting!);
                break;
            default:
                MainCfFate.Report(plan, parameter, value);
                break;
        }
    }

    private static void Relayhost(MainCf config, MigrationPlan plan, MainCfParameter parameter, string value)
    {
        if (value.Length == 0)
        {
            plan.NotNeeded(parameter.Line, parameter.Source, "mail goes straight to its servers, unless a transport says otherwise");
        }
        else if (NextHopText.TryParse(value, out var hop))
        {
            var login = config.Value("smtp_sasl_auth_enable") == "yes" ? "it needs a login: mailctl transport add '*' --replace … --credentials" : null;
            plan.Make(
                parameter.Line,
                parameter.Source,
                new TransportTarget(hop.ToTransport(TransportPattern.Everybody, TlsOf(config.Value("smtp_tls_security_level")))),
                string.Join("; ", new[] { hop.Remark, login }.Where(remark => remark is not null)) is { Length: > 0 } remark ? remark : null);
        }
        else
        {
            plan.NotConverted(parameter.Line, parameter.Source, $"'{value}' is not [HOST]:PORT");
        }
    }

    /// <summary>TLS_README, "Client TLS security levels". Postfix's default is none; ours takes TLS where it is offered, and nothing is lost by that.</summary>
    private static TlsLevel TlsOf(string? level) => level?.Trim() switch
    {
        "encrypt" => TlsLevel.Required,
        "verify" or "secure" or "fingerprint" or "dane-only" => TlsLevel.Verified,
        _ => TlsLevel.Opportunistic,
    };
}
