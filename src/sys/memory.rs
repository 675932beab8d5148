//! The memory of a process that does nothing for a long time.

#[cfg(linux_android)]
use nix::unistd::{SysconfVar, sysconf};

#[cfg(linux_android)]
use super::call::call;

/// Pages of the program's own file that are only read. Let go of, they come back from the file,
/// which stays in the system's cache, when they are needed: a process that waits for hours has a
/// few of them rather than all that its start has touched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(dead_code, reason = "other systems find none")]
pub(crate) struct ReadOnlyPages {
    start: usize,
    length: usize,
}

#[cfg(linux_android)]
impl ReadOnlyPages {
    #[inline(always)]
    pub(super) fn release(&self) {
        let advice = libc::MADV_DONTNEED as usize;
        // SAFETY: they are what program() found, of a mapping of a file and never written: what is
        // read there again is the same. That it fails would change nothing.
        unsafe { call(libc::SYS_madvise, self.start, self.length, advice, 0) };
    }
}

/// The segments of the program; on systems other than Linux none.
pub(crate) fn program() -> Vec<ReadOnlyPages> {
    #[allow(unused_mut, reason = "other systems find nothing")]
    let mut found = Vec::new();
    #[cfg(linux_android)]
    // SAFETY: dl_iterate_phdr(3) calls the function with the pointer and the headers of each object
    // that is loaded.
    unsafe {
        libc::dl_iterate_phdr(Some(find), (&raw mut found).cast());
    }
    found
}

/// Finds them in the headers of the first object, which is the program.
#[cfg(linux_android)]
unsafe extern "C" fn find(
    object: *mut libc::dl_phdr_info,
    _: usize,
    found: *mut libc::c_void,
) -> libc::c_int {
    let page = sysconf(SysconfVar::PAGE_SIZE).ok().flatten();
    let page = page.and_then(|page| usize::try_from(page).ok()).unwrap_or(4096);
    // SAFETY: dl_iterate_phdr(3) gives a valid structure, whose headers are so many, and program()
    // its list.
    let (base, headers, found) = unsafe {
        let object = &*object;
        let headers = std::slice::from_raw_parts(object.dlpi_phdr, usize::from(object.dlpi_phnum));
        (object.dlpi_addr as usize, headers, &mut *found.cast::<Vec<ReadOnlyPages>>())
    };
    // PF_W of elf(5), which the libc crate does not have for every system.
    const WRITABLE: u32 = 1 << 1;
    let loaded = headers.iter().filter(|header| header.p_type == libc::PT_LOAD);
    found.extend(loaded.filter(|header| header.p_flags & WRITABLE == 0).map(|header| {
        let start = (base + header.p_vaddr as usize) & !(page - 1);
        // A last page that is not full may be shared with a segment that is written.
        let end = (base + (header.p_vaddr + header.p_memsz) as usize) & !(page - 1);
        ReadOnlyPages { start, length: end - start }
    }));
    1
}
