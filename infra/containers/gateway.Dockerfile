# The SMTP gateway. From the root of the repository:
#   docker build --file infra/containers/gateway.Dockerfile --tag mail-gateway .
FROM mcr.microsoft.com/dotnet/sdk:10.0-noble AS build
WORKDIR /source
COPY . .
RUN dotnet publish smtp-gateway/Mail.Gateway --configuration Release --output /app && mkdir /state

# No shell, no package manager, a user without rights (1654). The file system may be read-only: only /var/lib/mail-cloud is written to.
FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled
WORKDIR /app
COPY --from=build /app .
# A volume takes its owner from the folder in the image.
COPY --from=build --chown=1654:1654 /state /var/lib/mail-cloud
ENV MAIL_LISTEN=0.0.0.0 \
    MAIL_HEALTH_LISTEN=0.0.0.0 \
    MAIL_GATEWAY_STATE=/var/lib/mail-cloud \
    MAIL_LOG_FORMAT=json \
    DOTNET_EnableDiagnostics=0
EXPOSE 2525 2465 2587 2580
VOLUME /var/lib/mail-cloud
USER $APP_UID
# It finishes what it receives for MAIL_DRAIN_SECONDS: give it longer than that (docker stop --time 45).
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=10s --start-period=10s CMD ["./Mail.Gateway", "--check-health"]
ENTRYPOINT ["./Mail.Gateway"]
