/**
 * Whether a name matches a pattern in which `*` stands for any characters, also for none. All else is literal and case
 * counts. Takes at most pattern × name steps, whatever is written.
 */
export function matchesGlob(pattern: string, name: string): boolean {
  let inPattern = 0;
  let inName = 0;
  let star = -1;
  let resumeAt = 0;
  while (inName < name.length) {
    if (pattern[inPattern] === '*') {
      star = inPattern;
      inPattern += 1;
      resumeAt = inName;
    } else if (pattern[inPattern] === name[inName]) {
      inPattern += 1;
      inName += 1;
    } else if (star >= 0) {
      inPattern = star + 1;
      resumeAt += 1;
      inName = resumeAt;
    } else {
      return false;
    }
  }
  while (pattern[inPattern] === '*') inPattern += 1;
  return inPattern === pattern.length;
}

/** `cluster/service` against a pattern of the same form. A service's name has no slash in it, nor has a cluster's. */
export function matchesService(pattern: string, cluster: string, service: string): boolean {
  const slash = pattern.indexOf('/');
  return matchesGlob(pattern.slice(0, slash), cluster) && matchesGlob(pattern.slice(slash + 1), service);
}
