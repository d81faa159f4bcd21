// The languages that code is made in, as the program names them and as people do.
export const LANGUAGES = [
  ["curl", "cURL"],
  ["powershell", "PowerShell"],
  ["python", "Python (requests)"],
  ["javascript", "JavaScript (fetch)"],
  ["typescript", "TypeScript (undici)"],
  ["go", "Go (net/http)"],
  ["java", "Java (java.net.http)"],
  ["csharp", "C# (HttpClient)"],
  ["php", "PHP (curl)"],
  ["ruby", "Ruby (net/http)"],
  ["rust", "Rust (reqwest)"],
] as const;
