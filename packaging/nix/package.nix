# In a store nothing stands in the way of kill: a profile decides which package's comes first, and
# this one asks for that.
{ lib, rustPlatform, stdenv }:

let
  manifest = (lib.importTOML ../../Cargo.toml).package;
in
rustPlatform.buildRustPackage {
  pname = manifest.name;
  inherit (manifest) version;
  # Without what builds leave in a working tree.
  src = lib.cleanSourceWith {
    src = lib.cleanSource ../..;
    filter = path: type: !(type == "directory" && lib.elem (baseNameOf path) [ "target" "dist" ]);
  };
  cargoLock.lockFile = ../../Cargo.lock;

  # .cargo/config.toml links statically.
  buildInputs = lib.optionals stdenv.hostPlatform.isGnu [ stdenv.cc.libc.static ];

  # The tests want PID namespaces, several shells and other kills: .ci/run has them.
  doCheck = false;

  installPhase = ''
    runHook preInstall
    make install PREFIX=$out BINARY=target/${stdenv.hostPlatform.rust.rustcTarget}/release/sigkit
    runHook postInstall
  '';

  doInstallCheck = stdenv.buildPlatform.canExecute stdenv.hostPlatform;
  installCheckPhase = ''
    test "$($out/bin/kill -l 143)" = TERM
  '';

  meta = {
    inherit (manifest) description;
    license = with lib.licenses; [ mit asl20 ];
    mainProgram = "sigkit";
    platforms = lib.platforms.unix;
    priority = 4;
  };
}
