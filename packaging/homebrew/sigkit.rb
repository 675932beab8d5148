# The release command fills in what stands between @.
class Sigkit < Formula
  desc "Kill that never signals on a guess, trap for any program"
  homepage "@URL@"
  url "@URL@/sigkit-@VERSION@.tar.gz"
  sha256 "@SHA256@"
  license any_of: ["MIT", "Apache-2.0"]

  depends_on "rust" => :build

  def install
    system "make"
    # The system has a kill of its own.
    system "make", "install", "PREFIX=#{prefix}", "MANDIR=#{man}",
           "LIBEXECDIR=#{libexec}", "APART=kill", "BASHDIR=#{bash_completion}",
           "ZSHDIR=#{zsh_completion}", "FISHDIR=#{fish_completion}"
  end

  def caveats
    <<~EOS
      To use sigkit's commands under their own names, put these before the system's:
        PATH="#{opt_libexec}/sigkit:$PATH"
    EOS
  end

  test do
    assert_equal "TERM\n", shell_output("#{bin}/sigkit kill -l 143")
    assert_equal "TERM\n", shell_output("#{libexec}/sigkit/kill -l 143")
  end
end
