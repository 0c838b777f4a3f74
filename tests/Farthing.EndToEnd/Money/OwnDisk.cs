using System.Diagnostics;
using Farthing.EndToEnd.Processes;
using Xunit;

namespace Farthing.EndToEnd.Money;

/// <summary>A small ext4 in a file, mounted where a gateway keeps its data: a disk that can be filled, or go read-only, under a program that has files open on it.</summary>
internal sealed class OwnDisk : IDisposable
{
    private readonly TemporaryFolder _folder;
    private readonly string _ballast;

    private OwnDisk(TemporaryFolder folder, string path) => (_folder, Path, _ballast) = (folder, path, System.IO.Path.Combine(path, "ballast"));

    public string Path { get; }

    /// <summary>Skips the running test where nothing can be mounted.</summary>
    public static OwnDisk Mount()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "only root can mount a disk of the test's own");
        var folder = new TemporaryFolder();
        var (image, path) = (folder.In("disk"), folder.In("data"));
        Directory.CreateDirectory(path);
        using (var file = File.Create(image)) file.SetLength(16 * 1024 * 1024);
        if (Run("mkfs.ext4", "-q", "-F", image) && Run("mount", "-o", "loop", image, path)) return new OwnDisk(folder, path);
        folder.Dispose();
        Assert.Skip("this machine mounts no file (mkfs.ext4, mount -o loop)");
        return null!;
    }

    /// <summary>Leaves no byte free.</summary>
    public void Fill()
    {
        using var file = new FileStream(_ballast, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var piece = new byte[64 * 1024];
        for (var size = piece.Length; size > 0;)
        {
            try
            {
                file.Write(piece, 0, size);
                file.Flush(flushToDisk: true);
            }
            catch (IOException)
            {
                size /= 2;
            }
        }
    }

    public void Empty() => File.Delete(_ballast);

    /// <summary>What the kernel does to a disk that it finds broken: it is read-only from now on, also for files that are open, until it is mounted anew.</summary>
    public void Break() => Assert.True(Run("mount", "-o", "remount,abort", Path), "the disk could not be broken");

    /// <summary>Mounts it anew, as after a repair. Nobody may have a file open on it.</summary>
    public void Repair()
    {
        Assert.True(Run("umount", Path), "the disk is in use");
        Run("fsck.ext4", "-p", _folder.In("disk"));
        Assert.True(Run("mount", "-o", "loop", _folder.In("disk"), Path), "the disk could not be mounted anew");
    }

    public void Dispose()
    {
        Run("umount", "--lazy", Path);
        _folder.Dispose();
    }

    private static bool Run(string program, params IEnumerable<string> arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception) // the machine has no such program
        {
            return false;
        }
    }
}
