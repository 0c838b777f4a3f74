using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Farthing.Bench;

/// <summary>Starts what is measured.</summary>
internal static class Targets
{
    public static Target Direct(Upstream upstream) => new("direct", upstream.Port, "none", null, null);

    /// <summary>nginx as a plain proxy: connections kept alive on both sides, nothing logged, nothing buffered to disk.</summary>
    public static async Task<Target> NginxAsync(string program, int upstream)
    {
        var folder = Directory.CreateTempSubdirectory("farthing-bench-nginx-").FullName;
        var port = FreePort();
        await File.WriteAllTextAsync(Path.Combine(folder, "nginx.conf"), $$"""
            daemon off;
            worker_processes auto;
            pid {{folder}}/nginx.pid;
            error_log stderr error;
            events { worker_connections 4096; }
            http {
                access_log off;
                keepalive_requests 1000000000;
                client_max_body_size 32m;
                client_body_buffer_size 1m;
                client_body_temp_path {{folder}};
                proxy_temp_path {{folder}};
                fastcgi_temp_path {{folder}};
                uwsgi_temp_path {{folder}};
                scgi_temp_path {{folder}};
                upstream provider {
                    server 127.0.0.1:{{upstream}};
                    keepalive 1024;
                    keepalive_requests 1000000000;
                }
                server {
                    listen 127.0.0.1:{{port}};
                    location / {
                        proxy_pass http://provider;
                        proxy_http_version 1.1;
                        proxy_set_header Connection "";
                        proxy_buffering off;
                    }
                }
            }
            """);
        var process = Start(program, ["-e", "stderr", "-p", folder, "-c", Path.Combine(folder, "nginx.conf")], folder, capture: false);
        await ListeningAsync(process, port);
        return new Target("nginx", port, "none", process, folder);
    }

    /// <summary>Farthing as it is served: a key that it issued, a limit, and its ledger in <paramref name="data"/> or in a new folder.</summary>
    public static async Task<Target> FarthingAsync(string program, int upstream, string? data = null)
    {
        var folder = data ?? Directory.CreateTempSubdirectory("farthing-bench-").FullName;
        var config = Path.Combine(folder, "farthing.yaml");
        await File.WriteAllTextAsync(config, $"""
            listen: 127.0.0.1:{FreePort()}
            limit_usd: 1000000
            providers:
              anthropic:
                dialect: anthropic
                base_url: http://127.0.0.1:{upstream}/v1
                api_key: bench
              openai:
                dialect: openai-chat
                base_url: http://127.0.0.1:{upstream}/v1
                api_key: bench
            """);
        // Its log goes to a file, as a service's would.
        var process = Start("/bin/sh", ["-c", "exec dotnet \"$0\" serve --json --config \"$1\" --data \"$2\" 2>\"$2/log\"", program, config, folder], folder, capture: true);
        var line = await process.StandardOutput.ReadLineAsync() ?? throw new IOException($"farthing serve did not start: {await File.ReadAllTextAsync(Path.Combine(folder, "log"))}");
        using var greeting = JsonDocument.Parse(line);
        var address = new Uri(greeting.RootElement.GetProperty("address").GetString()!);
        return new Target("farthing", address.Port, greeting.RootElement.GetProperty("key").GetString()!, process, folder);
    }

    private static Process Start(string program, string[] arguments, string folder, bool capture)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = capture };
        foreach (var name in start.Environment.Keys.Where(n => n.StartsWith("FARTHING_", StringComparison.Ordinal) || n.EndsWith("_API_KEY", StringComparison.Ordinal)).ToArray())
            start.Environment.Remove(name);
        return Process.Start(start)!;
    }

    private static async Task ListeningAsync(Process process, int port)
    {
        for (var tries = 0; tries < 100; tries++)
        {
            if (process.HasExited) throw new IOException($"{process.StartInfo.FileName} ended at its start; what it said is above");
            try
            {
                using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(IPAddress.Loopback, port);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(50);
            }
        }

        throw new IOException($"nothing listens on port {port}");
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
