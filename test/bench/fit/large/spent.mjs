// What this process took: seconds of CPU time, and megabytes at most.

/** To be called at its end. */
export function spent() {
  const { user, system } = process.cpuUsage()
  return { cpu: (user + system) / 1e6, peak: process.resourceUsage().maxRSS / 1024 }
}
